package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.prices.Prices;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds clients and teams to their budgets. Asks nobody: what this program may use of a budget is a slice that the ledger's
 * thread has leased for it. A request is sent when the slices of all of its budgets have room for what it needs; what its
 * attempts use is charged when each ends, and written down by the ledger.
 */
public class Budgets {

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ZoneId zone;
    private final boolean allowedWithoutDatabase;
    private final RequestCost costs;
    private final BudgetSlices slices;
    private volatile LimitsSettings settings = LimitsSettings.NONE;

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
        slices = new BudgetSlices(nanos);
    }

    /** What this program has leased of them. */
    public BudgetSlices slices() {
        return slices;
    }

    /** These budgets from now on; what is used counts against them, too. */
    public void use(LimitsSettings next) {
        settings = next;
    }

    /** Whether there is a budget that a request of this client counts against. */
    public boolean hasAny(Client client) {
        return !budgets(client).isEmpty();
    }

    /** Whether a client may use a destination: under a budget in money, only one that has a price. */
    public boolean allows(Client client, Destination destination) {
        for (HeldBudget each : budgets(client)) {
            if (each.budget().unit() == Budget.Unit.USD) {
                return costs.isPriced(destination.provider(), destination.model(), today());
            }
        }
        return true;
    }

    /**
     * Promises a request what it needs of each of its client's and team's budgets, or nothing of any.
     *
     * @param destinations where it may be sent; the dearest counts
     */
    public BudgetDecision reserve(Client client, List<Destination> destinations, RequestSize size) {
        LocalDate day = today();
        List<HeldBudget> held = budgets(client);
        Map<Budget.Unit, BigDecimal> needs = new EnumMap<>(Budget.Unit.class);
        for (HeldBudget each : held) {
            needs.computeIfAbsent(each.budget().unit(), unit -> need(unit, destinations, day, size));
        }
        synchronized (slices) {
            return promised(held, needs, day);
        }
    }

    private BudgetDecision promised(List<HeldBudget> held, Map<Budget.Unit, BigDecimal> needed, LocalDate day) {
        long now = nanos.getAsLong();
        Map<BudgetAccount, BigDecimal> needs = new LinkedHashMap<>();
        for (HeldBudget each : held) {
            Budget budget = each.budget();
            needs.put(slices.account(window(each, day), budget.max(), now), needed.get(budget.unit()));
        }
        BudgetDecision refusal = refusal(needs, now);
        if (refusal != null) {
            return refusal;
        }
        BudgetAccount fullest = null;
        for (Map.Entry<BudgetAccount, BigDecimal> each : needs.entrySet()) {
            BudgetAccount account = each.getKey();
            account.reserve(each.getValue(), now);
            fullest = fullest == null || account.fullness() > fullest.fullness() ? account : fullest;
        }
        return new BudgetDecision(
                Verdict.ALLOWED, new Reservation(slices, needs), fullest == null ? null : status(fullest));
    }

    private BigDecimal need(Budget.Unit unit, List<Destination> destinations, LocalDate day, RequestSize size) {
        BigDecimal most = BigDecimal.ZERO;
        for (Destination each : destinations) {
            most = most.max(costs.of(unit, each.provider(), each.model(), day, size));
        }
        return most;
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
            if (slices.isDatabaseAway(now)) {
                account.want(each.getValue(), now);
                refusal = allowedWithoutDatabase ? refusal : new BudgetDecision(Verdict.UNKNOWN, null, status(account));
            } else {
                account.want(each.getValue(), now);
                wanted = true;
                refusal = new BudgetDecision(Verdict.WAIT, null, status(account));
            }
        }
        if (wanted) {
            slices.wanted();
        }
        return refusal;
    }

    private BudgetStatus status(BudgetAccount account) {
        return new BudgetStatus(
                account.window(),
                account.max(),
                account.used(),
                account.window().resetsAt(zone));
    }

    /**
     * Charges what an attempt has used, which is to be written down, and told to {@link BudgetSlices#booked} then.
     *
     * @param day on which the attempt began
     * @param cost in US dollars, estimates included
     * @param tokens those that count, estimates included
     */
    public List<BudgetCharge> charge(
            Client client, Destination destination, LocalDate day, BigDecimal cost, long tokens) {
        List<HeldBudget> held = budgets(client);
        if (held.isEmpty()) {
            return List.of();
        }
        List<BudgetCharge> charges = new ArrayList<>();
        // Once for all of them: many threads come here.
        synchronized (slices) {
            for (HeldBudget each : held) {
                BigDecimal amount = each.budget().unit() == Budget.Unit.USD ? cost : BigDecimal.valueOf(tokens);
                if (amount.signum() > 0) {
                    charges.add(slices.charge(window(each, day), each.budget().max(), amount));
                }
            }
        }
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

    /** How far each budget is used of which this program knows. */
    public List<BudgetStatus> statuses() {
        LocalDate day = today();
        synchronized (slices) {
            return slices.accounts().stream()
                    .filter(account -> account.window()
                            .beginsOn()
                            .equals(account.window().period().beginning(day)))
                    .map(this::status)
                    .sorted(Comparator.comparing(each -> each.window().toString()))
                    .toList();
        }
    }

    /** The present periods of all budgets of a client and its team, with what each allows. */
    public Map<BudgetWindow, BigDecimal> windows(Client client) {
        LocalDate day = today();
        Map<BudgetWindow, BigDecimal> windows = new LinkedHashMap<>();
        budgets(client)
                .forEach(each -> windows.put(window(each, day), each.budget().max()));
        return windows;
    }

    /** Where days begin. */
    public ZoneId zone() {
        return zone;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private static BudgetWindow window(HeldBudget each, LocalDate day) {
        Budget budget = each.budget();
        return new BudgetWindow(
                each.holder().kind().toString(),
                each.holder().name(),
                budget.unit(),
                budget.period(),
                budget.period().beginning(day));
    }

    private List<HeldBudget> budgets(Client client) {
        return HeldBudget.of(client, settings);
    }
}
