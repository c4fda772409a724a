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
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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
    private volatile Present present = new Present(settings, LocalDate.EPOCH, new ConcurrentHashMap<>());

    /** The budgets of clients by certain settings on one day: each request asks for them several times. */
    private record Present(LimitsSettings settings, LocalDate day, Map<Client, List<HeldBudget>> budgets) {}

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
        return !budgets(client, today()).isEmpty();
    }

    /** Whether a client may use a destination: under a budget in money, only one that has a price. */
    public boolean allows(Client client, Destination destination) {
        LocalDate day = today();
        for (HeldBudget each : budgets(client, day)) {
            if (each.window().unit() == Budget.Unit.USD) {
                return costs.isPriced(destination.provider(), destination.model(), day);
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
        List<HeldBudget> held = budgets(client, day);
        Map<Budget.Unit, BigDecimal> needs = new EnumMap<>(Budget.Unit.class);
        for (HeldBudget each : held) {
            needs.computeIfAbsent(each.window().unit(), unit -> need(unit, destinations, day, size));
        }
        synchronized (slices) {
            return promised(held, needs);
        }
    }

    private BudgetDecision promised(List<HeldBudget> held, Map<Budget.Unit, BigDecimal> needs) {
        long now = nanos.getAsLong();
        List<Reservation.Part> parts = new ArrayList<>(held.size());
        for (HeldBudget each : held) {
            BudgetWindow window = each.window();
            parts.add(new Reservation.Part(
                    slices.account(window, each.max(), now), Objects.requireNonNull(needs.get(window.unit()))));
        }
        BudgetDecision refusal = refusal(parts, now);
        if (refusal != null) {
            return refusal;
        }
        BudgetAccount fullest = null;
        for (Reservation.Part part : parts) {
            BudgetAccount account = part.account();
            account.reserve(part.amount(), now);
            fullest = fullest == null || account.fullness() > fullest.fullness() ? account : fullest;
        }
        return new BudgetDecision(
                Verdict.ALLOWED, new Reservation(slices, parts), fullest == null ? null : status(fullest));
    }

    private BigDecimal need(Budget.Unit unit, List<Destination> destinations, LocalDate day, RequestSize size) {
        BigDecimal most = BigDecimal.ZERO;
        for (Destination each : destinations) {
            most = most.max(costs.of(unit, each.provider(), each.model(), day, size));
        }
        return most;
    }

    private @Nullable BudgetDecision refusal(List<Reservation.Part> parts, long now) {
        BudgetDecision refusal = null;
        boolean wanted = false;
        for (Reservation.Part part : parts) {
            BudgetAccount account = part.account();
            if (account.isSpent(part.amount())) {
                return new BudgetDecision(Verdict.SPENT, null, status(account));
            }
            if (account.hasRoom(part.amount(), now)) {
                continue;
            }
            if (slices.isDatabaseAway(now)) {
                account.want(part.amount(), now);
                refusal = allowedWithoutDatabase ? refusal : new BudgetDecision(Verdict.UNKNOWN, null, status(account));
            } else {
                account.want(part.amount(), now);
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
        List<HeldBudget> held = budgets(client, day);
        if (held.isEmpty()) {
            return List.of();
        }
        BigDecimal counted = BigDecimal.valueOf(tokens);
        List<BudgetCharge> charges = new ArrayList<>(held.size());
        // Once for all of them: many threads come here.
        synchronized (slices) {
            for (HeldBudget each : held) {
                BigDecimal amount = each.window().unit() == Budget.Unit.USD ? cost : counted;
                if (amount.signum() > 0) {
                    charges.add(slices.charge(each.window(), each.max(), amount));
                }
            }
        }
        if (!charges.isEmpty()) {
            costs.learn(destination.provider(), destination.model(), cost, counted);
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
        Map<BudgetWindow, BigDecimal> windows = new LinkedHashMap<>();
        budgets(client, today()).forEach(each -> windows.put(each.window(), each.max()));
        return windows;
    }

    /** Where days begin. */
    public ZoneId zone() {
        return zone;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private List<HeldBudget> budgets(Client client, LocalDate day) {
        LimitsSettings its = settings;
        Present known = present;
        if (!known.settings().equals(its) || !known.day().equals(day)) {
            known = new Present(its, day, new ConcurrentHashMap<>());
            present = known;
        }
        return known.budgets().computeIfAbsent(client, each -> HeldBudget.of(each, its, day));
    }
}
