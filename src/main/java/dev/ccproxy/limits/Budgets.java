package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.prices.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds clients and teams to their budgets. Asks nobody: what this program may use of a budget is a slice that the ledger's
 * thread has leased for it. A request is sent when the slices of all of its budgets have room for what it needs; what its
 * attempts use is charged when each ends, and written down by the ledger.
 */
public class Budgets {

    /** How long a slice belongs to a program that is not heard of. */
    public static final Duration LEASE = Duration.ofSeconds(60);

    /** The lease ends here before it ends in the database, whose answer may have been slow. */
    private static final long MARGIN = Duration.ofSeconds(5).toNanos();

    private static final long RENEW_BEFORE = Duration.ofSeconds(35).toNanos();
    private static final long GIVE_BACK_AFTER = Duration.ofSeconds(5).toNanos();
    private static final long FORGET_AFTER = Duration.ofMinutes(5).toNanos();

    /** A database that has not responded for so long is away. */
    private static final long AWAY_AFTER = Duration.ofSeconds(4).toNanos();

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ZoneId zone;
    private final boolean allowedWithoutDatabase;
    private final RequestCost costs;
    private final Map<BudgetWindow, BudgetAccount> accounts = new HashMap<>();
    private volatile LimitsSettings settings = LimitsSettings.NONE;
    private Runnable alarm = () -> {};
    private @Nullable Long leaseBegan;
    private boolean leaseFailed;

    /**
     * Where a request may be sent.
     *
     * @param model as the provider knows it; null if the request names none
     */
    public record Destination(String provider, @Nullable String model) {}

    /**
     * Budgets of nobody yet.
     *
     * @param nanos never going back
     */
    public Budgets(UsageSettings usage, Prices prices, InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        zone = usage.timeZone();
        allowedWithoutDatabase = usage.allowedWithoutDatabase();
        costs = new RequestCost(prices, usage.strictBudgets());
    }

    /** These budgets from now on; what is used counts against them, too. */
    public void use(LimitsSettings next) {
        settings = next;
    }

    /** Has somebody told when a slice is wanted at once. */
    public synchronized void whenWanted(Runnable told) {
        alarm = told;
    }

    /** Whether there is a budget that a request of this client counts against. */
    public boolean hasAny(Client client) {
        Held held = budgets(client);
        return !held.ofOwn().isEmpty() || !held.ofTeam().isEmpty();
    }

    /** Whether a client may use a destination: under a budget in money, only one that has a price. */
    public boolean allows(Client client, Destination destination) {
        return budgets(client).noneMatchUsd() || costs.isPriced(destination.provider(), destination.model(), today());
    }

    /**
     * Promises a request what it needs of each of its client's and team's budgets, or nothing of any.
     *
     * @param destinations where it may be sent; the dearest counts
     */
    public synchronized BudgetDecision reserve(Client client, List<Destination> destinations, RequestSize size) {
        LocalDate day = today();
        long now = nanos.getAsLong();
        Map<BudgetAccount, BigDecimal> needs = new LinkedHashMap<>();
        budgets(client)
                .each((holder, budget) -> needs.put(
                        account(window(holder, budget, day), budget.max(), now),
                        destinations.stream()
                                .map(each -> costs.of(budget.unit(), each.provider(), each.model(), day, size))
                                .reduce(BigDecimal.ZERO, BigDecimal::max)));
        BudgetDecision refusal = refusal(needs, now);
        if (refusal != null) {
            return refusal;
        }
        needs.forEach((account, need) -> account.reserve(need, now));
        BudgetStatus status = needs.keySet().stream()
                .map(this::status)
                .max(BudgetStatus.BY_UTILIZATION)
                .orElse(null);
        return new BudgetDecision(Verdict.ALLOWED, new Reservation(this, needs), status);
    }

    private @Nullable BudgetDecision refusal(Map<BudgetAccount, BigDecimal> needs, long now) {
        BudgetDecision refusal = null;
        boolean wanted = false;
        for (Map.Entry<BudgetAccount, BigDecimal> each : needs.entrySet()) {
            BudgetAccount account = each.getKey();
            if (account.isSpent(each.getValue())) {
                return new BudgetDecision(Verdict.SPENT, null, status(account));
            }
            if (account.hasRoom(each.getValue(), now)) {
                continue;
            }
            if (isAway(now)) {
                account.used(now);
                refusal = allowedWithoutDatabase ? refusal : new BudgetDecision(Verdict.UNKNOWN, null, status(account));
            } else {
                account.want(each.getValue(), now);
                wanted = true;
                refusal = new BudgetDecision(Verdict.WAIT, null, status(account));
            }
        }
        if (wanted) {
            alarm.run();
        }
        return refusal;
    }

    private boolean isAway(long now) {
        return leaseFailed || (leaseBegan != null && now - leaseBegan > AWAY_AFTER);
    }

    private BudgetStatus status(BudgetAccount account) {
        return new BudgetStatus(
                account.window(),
                account.max(),
                account.used(),
                account.window().resetsAt(zone));
    }

    /**
     * Charges what an attempt has used, which is to be written down, and told to {@link #booked} then.
     *
     * @param day on which the attempt began
     * @param cost in US dollars, estimates included
     * @param tokens those that count, estimates included
     */
    public synchronized List<BudgetCharge> charge(
            Client client, Destination destination, LocalDate day, BigDecimal cost, long tokens) {
        long now = nanos.getAsLong();
        List<BudgetCharge> charges = new ArrayList<>();
        budgets(client).each((holder, budget) -> {
            BigDecimal amount = budget.unit() == Budget.Unit.USD ? cost : BigDecimal.valueOf(tokens);
            if (amount.signum() > 0) {
                BudgetAccount account = account(window(holder, budget, day), budget.max(), now);
                account.charge(amount, now);
                charges.add(new BudgetCharge(account.window(), amount));
            }
        });
        if (!charges.isEmpty()) {
            costs.learn(Budget.Unit.USD, destination.provider(), destination.model(), cost);
            costs.learn(Budget.Unit.TOKENS, destination.provider(), destination.model(), BigDecimal.valueOf(tokens));
        }
        return charges;
    }

    /** What of a message's tokens counts: those of the input but for what was read from a cache, and the output. */
    public static long counted(Usage usage) {
        return Permit.counted(usage);
    }

    /** These charges are written down. */
    public synchronized void booked(List<BudgetCharge> charges) {
        for (BudgetCharge charge : charges) {
            BudgetAccount account = accounts.get(charge.window());
            if (account != null) {
                account.booked(charge.amount());
            }
        }
    }

    /** Of what a slice is to be leased, renewed or given back now. */
    public synchronized List<BudgetWindow> due() {
        long now = nanos.getAsLong();
        accounts.values()
                .removeIf(account ->
                        account.unused(now) > FORGET_AFTER && account.keep().signum() == 0 && !account.hasSlice());
        return accounts.values().stream()
                .filter(account -> isUnused(account, now)
                        ? account.hasSlice()
                        : account.isWanted()
                                || account.isLow()
                                || leaseFailed
                                || account.validUntil() - now < RENEW_BEFORE)
                .map(BudgetAccount::window)
                .toList();
    }

    private static boolean isUnused(BudgetAccount account, long now) {
        return account.unused(now) > GIVE_BACK_AFTER && account.keep().signum() == 0;
    }

    /** Of what this program has a slice. */
    public synchronized List<BudgetWindow> held() {
        return accounts.values().stream()
                .filter(BudgetAccount::hasSlice)
                .map(BudgetAccount::window)
                .toList();
    }

    /**
     * What to claim of a budget. Until the response is told to {@link #leased}, nothing may be booked: what is promised or
     * used would be counted twice.
     *
     * @param givesBack whether to keep only what is promised or used; this is in force at once. So it is if nobody uses it
     * @return null if nothing is known of it any longer
     */
    public synchronized @Nullable BudgetClaim claim(BudgetWindow window, boolean givesBack) {
        BudgetAccount account = accounts.get(window);
        if (account == null) {
            leaseBegan = null;
            return null;
        }
        long now = nanos.getAsLong();
        return givesBack || isUnused(account, now) ? account.giveBack() : account.claim(now);
    }

    /** The database is asked for a slice. */
    public synchronized void leaseBegins() {
        leaseBegan = nanos.getAsLong();
    }

    /** The database does not respond as it should. */
    public synchronized void leaseFails() {
        leaseBegan = null;
        leaseFailed = true;
    }

    /**
     * The database has responded to a claim.
     *
     * @param askedAt when it was asked
     * @return whether this program had better give back what it has, which does not suffice, so that others can use it
     */
    public synchronized boolean leased(BudgetClaim claim, BudgetLease lease, long askedAt) {
        leaseBegan = null;
        leaseFailed = false;
        BudgetAccount account = accounts.get(claim.window());
        return account != null
                && account.leased(lease, claim, askedAt + LEASE.toNanos() - MARGIN)
                && !claim.givesBack();
    }

    /** How far each budget is used of which this program knows. */
    public synchronized List<BudgetStatus> statuses() {
        LocalDate day = today();
        return accounts.values().stream()
                .filter(account -> account.window()
                        .beginsOn()
                        .equals(account.window().period().beginning(day)))
                .map(this::status)
                .sorted(Comparator.comparing(each -> each.window().toString()))
                .toList();
    }

    /** The present periods of all budgets of a client and its team, with what each allows. */
    public synchronized Map<BudgetWindow, BigDecimal> windows(Client client) {
        LocalDate day = today();
        Map<BudgetWindow, BigDecimal> windows = new LinkedHashMap<>();
        budgets(client).each((holder, budget) -> windows.put(window(holder, budget, day), budget.max()));
        return windows;
    }

    /** Where days begin. */
    public ZoneId zone() {
        return zone;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private BudgetAccount account(BudgetWindow window, BigDecimal max, long now) {
        BudgetAccount account = accounts.computeIfAbsent(window, its -> new BudgetAccount(its, max, now));
        account.max(max);
        return account;
    }

    private static BudgetWindow window(Holder holder, Budget budget, LocalDate day) {
        return new BudgetWindow(
                holder.kind().toString(),
                holder.name(),
                budget.unit(),
                budget.period(),
                budget.period().beginning(day));
    }

    private Held budgets(Client client) {
        Holder own = new Holder(Holder.Kind.CLIENT, client.name());
        Holder team = client.team() == null ? null : new Holder(Holder.Kind.TEAM, client.team());
        return new Held(
                own,
                own.limits(settings).budgets(),
                Objects.requireNonNullElse(team, own),
                team == null ? List.of() : team.limits(settings).budgets());
    }

    private interface EachBudget {
        void accept(Holder holder, Budget budget);
    }

    /** The budgets of a client and its team. */
    private record Held(Holder own, List<Budget> ofOwn, Holder team, List<Budget> ofTeam) {

        void each(EachBudget then) {
            ofOwn.forEach(budget -> then.accept(own, budget));
            ofTeam.forEach(budget -> then.accept(team, budget));
        }

        boolean noneMatchUsd() {
            return ofOwn.stream().noneMatch(Held::isUsd) && ofTeam.stream().noneMatch(Held::isUsd);
        }

        private static boolean isUsd(Budget budget) {
            return budget.unit() == Budget.Unit.USD;
        }
    }
}
