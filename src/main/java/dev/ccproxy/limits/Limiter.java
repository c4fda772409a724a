package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Glob;
import dev.ccproxy.config.Limits;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds all clients and teams to their limits, exactly: whatever several requests do at once, they do it one after another
 * here, and each takes microseconds. Counts requests for messages; those that count tokens are free. Keys of the same name
 * are one client. Other limits can be set at any time, and what was counted under the old ones stays.
 */
public class Limiter {

    /** Of a model's name, which is any text that the client likes. */
    private static final int MAX_SHOWN = 200;

    /**
     * How far a limit is used.
     *
     * @param kind {@code client} or {@code team}
     * @param name of the client or team
     * @param limit {@code requests-per-minute}, {@code tokens-per-minute} or {@code concurrent-requests}
     * @param max what is allowed
     * @param used what is used; more than is allowed if responses were longer than expected, or if the limit was lowered
     */
    public record Figure(String kind, String name, String limit, long max, long used) {

        /** What is left, at least 0. */
        public long left() {
            return Math.max(0, max - used);
        }
    }

    private final LongSupplier clock;
    private final long start;
    private final Map<Holder, Account> accounts = new HashMap<>();
    private volatile LimitsSettings settings = LimitsSettings.NONE;
    private long swept;

    /**
     * One that limits nothing yet.
     *
     * @param clock nanoseconds, never going back
     */
    public Limiter(LongSupplier clock) {
        this.clock = clock;
        start = clock.getAsLong();
    }

    /** These limits from now on. */
    public void use(LimitsSettings next) {
        settings = next;
    }

    /**
     * Lets a request for a message in, which counts for its client and for that one's team.
     *
     * @return to be closed when the request is over, whatever has become of it
     * @throws ErrorException 429 {@code rate_limit_error} with {@code Retry-After}, {@code x-ccproxy-error}
     *     {@code client_rate_limited} or {@code team_rate_limited}; then nothing was counted for either
     */
    public synchronized Permit admit(Client client) {
        long now = now();
        sweep(now);
        List<Account> held = accounts(client);
        Refusal refusal = null;
        for (Account account : held) {
            refusal = Refusal.longer(refusal, account.refusesRequest(limits(account.holder()), now));
        }
        if (refusal != null) {
            throw refusal.exception();
        }
        List<Claim> claims = new ArrayList<>(held.size());
        for (Account account : held) {
            account.begin(limits(account.holder()), now);
            claims.add(new Claim(account, now));
        }
        return new Permit(this, claims);
    }

    private List<Account> accounts(Client client) {
        Account own = account(new Holder(Holder.Kind.CLIENT, client.name()));
        return client.team() == null
                ? List.of(own)
                : List.of(own, account(new Holder(Holder.Kind.TEAM, client.team())));
    }

    private Account account(Holder holder) {
        return accounts.computeIfAbsent(holder, Account::new);
    }

    /** Once a minute, forgets whom there is nothing to remember of. */
    private void sweep(long now) {
        if (now - swept >= RequestWindow.MINUTE) {
            swept = now;
            accounts.values().removeIf(account -> account.isIdle(now));
        }
    }

    /** Since this was made. The caller holds the lock, so that times never go back. */
    long now() {
        return clock.getAsLong() - start;
    }

    Limits limits(Holder holder) {
        return holder.limits(settings);
    }

    boolean countTokens(List<Claim> claims) {
        return claims.stream().anyMatch(claim -> limits(claim.holder()).tokensPerMinute() != null);
    }

    /**
     * Whether a client may use a model of a provider: its own list and that of its team must both have it. To be asked for each
     * target that a request is resolved to, count_tokens too, before anything is sent there.
     *
     * @param model as the provider knows it; null if the request names none
     */
    public boolean allows(Client client, String provider, @Nullable String model) {
        return refusing(client, provider, model) == null;
    }

    /**
     * The error for a request none of whose targets {@link #allows} this client.
     *
     * @return 400 {@code invalid_request_error}, {@code x-ccproxy-error: model_not_allowed}, {@code x-should-retry: false}:
     *     clients show its message, which names the model and what is allowed
     */
    public ErrorException notAllowed(Client client, String provider, @Nullable String model) {
        Holder holder = refusing(client, provider, model);
        String allowed = holder == null
                ? "none"
                : limits(holder).models().stream().map(Glob::toString).collect(Collectors.joining(", "));
        String name = provider + "/" + Objects.requireNonNullElse(model, "");
        return new ErrorException(
                ErrorType.INVALID_REQUEST,
                "The model " + (name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "…" : name)
                        + " is not allowed for " + (holder == null ? "client " + client.name() : holder)
                        + "; choose one of: " + allowed,
                "model_not_allowed",
                false);
    }

    private @Nullable Holder refusing(Client client, String provider, @Nullable String model) {
        String name = Objects.requireNonNullElse(model, "");
        Holder own = new Holder(Holder.Kind.CLIENT, client.name());
        if (!limits(own).allows(provider, name)) {
            return own;
        }
        Holder team = client.team() == null ? null : new Holder(Holder.Kind.TEAM, client.team());
        return team == null || limits(team).allows(provider, name) ? null : team;
    }

    /** How far each limit is used, by kind and name; of those that are configured by name, and of those who have asked lately. */
    public synchronized List<Figure> figures() {
        return Figures.of(settings, accounts, now());
    }
}
