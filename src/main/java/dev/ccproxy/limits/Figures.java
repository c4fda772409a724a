package dev.ccproxy.limits;

import dev.ccproxy.config.Limits;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.limits.Limiter.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes figures of accounts. */
final class Figures {

    /** So many clients and teams are told of at most. */
    private static final int MAX_HOLDERS = 1000;

    private static final Comparator<Holder> BY_KIND_AND_NAME =
            Comparator.comparing(Holder::kind).thenComparing(Holder::name);

    private final List<Figure> figures = new ArrayList<>();

    private Figures() {}

    static List<Figure> of(LimitsSettings settings, Map<Holder, Account> accounts, long now) {
        Set<Holder> holders = new TreeSet<>(BY_KIND_AND_NAME);
        settings.clients().keySet().forEach(name -> holders.add(new Holder(Holder.Kind.CLIENT, name)));
        settings.teams().keySet().forEach(name -> holders.add(new Holder(Holder.Kind.TEAM, name)));
        holders.addAll(accounts.keySet());
        Figures all = new Figures();
        holders.stream().limit(MAX_HOLDERS).forEach(holder -> {
            Account account = accounts.get(holder);
            all.add(holder, holder.limits(settings), account == null ? new Account(holder) : account, now);
        });
        return List.copyOf(all.figures);
    }

    private void add(Holder holder, Limits limits, Account account, long now) {
        add(holder, "requests-per-minute", limits.requestsPerMinute(), account.requests(now));
        add(
                holder,
                "tokens-per-minute",
                limits.tokensPerMinute(),
                account.tokens().sum(now));
        add(holder, "concurrent-requests", limits.concurrentRequests(), account.underWay());
    }

    private void add(Holder holder, String limit, @Nullable Integer max, long used) {
        if (max != null) {
            figures.add(new Figure(holder.kind().toString(), holder.name(), limit, max, used));
        }
    }
}
