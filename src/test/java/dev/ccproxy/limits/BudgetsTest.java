package dev.ccproxy.limits;

import static dev.ccproxy.limits.BudgetNodes.MODEL;
import static dev.ccproxy.limits.BudgetNodes.client;
import static dev.ccproxy.limits.BudgetNodes.tokens;
import static dev.ccproxy.limits.BudgetNodes.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The arithmetic of budgets, of one program and a database that the test plays. */
@Timeout(30)
class BudgetsTest {

    private static final Client ALICE = client("alice", "web");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");
    /** Costs 0.0003 dollars of input and 0.0015 of output, at most 0.0021. */
    private static final RequestSize SMALL = new RequestSize(100, 25, 100L);

    private final AtomicLong nanos = new AtomicLong(1);
    private BigDecimal spent = BigDecimal.ZERO;

    private Budgets budgets(boolean strict, boolean allowed, List<Budget> ofClient, List<Budget> ofTeam) {
        return BudgetNodes.budgets(strict, allowed, ofClient, ofTeam, nanos::get);
    }

    /** Plays the database, which has nobody else. */
    private void lease(Budgets budgets) {
        for (BudgetWindow window : budgets.due()) {
            budgets.leaseBegins();
            BudgetClaim claim = claim(budgets, window, false);
            BigDecimal slice = claim.slice(spent, BigDecimal.ZERO, BigDecimal.ZERO);
            assertThat(budgets.leased(claim, new BudgetLease(spent, BigDecimal.ZERO, slice), nanos.get()))
                    .isFalse();
        }
    }

    private static BudgetClaim claim(Budgets budgets, BudgetWindow window, boolean givesBack) {
        return Objects.requireNonNull(budgets.claim(window, givesBack));
    }

    private BudgetDecision ask(Budgets budgets) {
        return budgets.reserve(ALICE, List.of(MODEL), SMALL);
    }

    private BudgetDecision askTwice(Budgets budgets) {
        BudgetDecision first = ask(budgets);
        if (first.verdict() != Verdict.WAIT) {
            return first;
        }
        lease(budgets);
        return ask(budgets);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void whoHasNoBudgetIsFree() {
        BudgetDecision decision = ask(budgets(true, false, List.of(), List.of()));
        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOWED);
        assertThat(decision.status()).isNull();
    }

    @Test
    void aRequestWaitsForTheFirstSliceAndIsThenPromisedItsPart() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of());
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        lease(budgets);
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void whereStrictTheMostThatARequestCanCostIsPromised() {
        // 100 bytes as input written to a cache for an hour, and 100 tokens of output: 0.0006 + 0.0015.
        Budgets tooSmall = budgets(true, false, List.of(usd(Period.DAY, "0.002099")), List.of());
        assertThat(askTwice(tooSmall).verdict()).isEqualTo(Verdict.SPENT);
        Budgets justEnough = budgets(true, false, List.of(usd(Period.DAY, "0.0021")), List.of());
        Reservation reservation = Objects.requireNonNull(askTwice(justEnough).reservation());
        assertThat(askTwice(justEnough).verdict()).as("promised, and not spent").isEqualTo(Verdict.WAIT);
        reservation.close();
        reservation.close();
        assertThat(ask(justEnough).verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void otherwiseWhatSuchRequestsUseIsPromised() {
        Budgets budgets = budgets(false, false, List.of(usd(Period.DAY, "1")), List.of());
        RequestSize large = new RequestSize(1000, 250, 128_000L);
        assertThat(budgets.reserve(ALICE, List.of(MODEL), large).verdict()).isEqualTo(Verdict.WAIT);
        lease(budgets);
        for (int i = 0; i < 100; i++) {
            List<BudgetCharge> charges = budgets.charge(ALICE, MODEL, TODAY, new BigDecimal("0.009"), 10);
            spent = spent.add(new BigDecimal("0.009"));
            budgets.booked(charges);
        }
        BudgetClaim claim = new BudgetClaim(
                new BudgetWindow("client", "alice", Budget.Unit.USD, Period.DAY, TODAY),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                new BigDecimal("0.1"),
                BigDecimal.ZERO,
                false);
        budgets.leased(claim, new BudgetLease(spent, BigDecimal.ZERO, new BigDecimal("0.1")), nanos.get());
        int letIn = 0;
        while (budgets.reserve(ALICE, List.of(MODEL), large).verdict() == Verdict.ALLOWED) {
            letIn++;
        }
        assertThat(letIn).as("0.1 dollars for requests that cost 0.009").isEqualTo(11);
    }

    @Test
    void whatIsUsedIsChargedToEveryBudgetInItsOwnUnitAndPeriod() {
        Budgets budgets = budgets(
                false,
                false,
                List.of(usd(Period.DAY, "1"), tokens(Period.WEEK, 5000)),
                List.of(usd(Period.MONTH, "10")));
        assertThat(budgets.charge(ALICE, MODEL, TODAY, new BigDecimal("0.5"), 700))
                .containsExactly(
                        charge("client", "alice", Budget.Unit.USD, Period.DAY, "2026-11-25", "0.5"),
                        charge("client", "alice", Budget.Unit.TOKENS, Period.WEEK, "2026-11-23", "700"),
                        charge("team", "web", Budget.Unit.USD, Period.MONTH, "2026-11-01", "0.5"));
        assertThat(budgets.charge(client("bob", "web"), MODEL, TODAY, BigDecimal.ZERO, 5))
                .as("nothing is charged for nothing")
                .containsExactly(charge("client", "bob", Budget.Unit.TOKENS, Period.WEEK, "2026-11-23", "5"));
    }

    private static BudgetCharge charge(
            String kind, String name, Budget.Unit unit, Period period, String beginsOn, String amount) {
        return new BudgetCharge(
                new BudgetWindow(kind, name, unit, period, LocalDate.parse(beginsOn)), new BigDecimal(amount));
    }

    @Test
    void aSpentBudgetSaysWhenTheNextOneBegins() {
        Budgets budgets = budgets(false, true, List.of(), List.of(usd(Period.WEEK, "1")));
        spent = new BigDecimal("1.2");
        BudgetDecision decision = askTwice(budgets);
        assertThat(decision.verdict()).isEqualTo(Verdict.SPENT);
        BudgetStatus status = Objects.requireNonNull(decision.status());
        assertThat(status.window().isOfTeam()).isTrue();
        assertThat(status.resetsAt()).isEqualTo(Instant.parse("2026-11-30T00:00:00Z"));
        assertThat(status.utilization()).isEqualByComparingTo("1.2");
    }

    @Test
    void aPeriodBeginsWithADayOfItsTimeZone() {
        BudgetWindow window =
                new BudgetWindow("client", "a", Budget.Unit.USD, Period.MONTH, LocalDate.parse("2026-03-01"));
        assertThat(window.resetsAt(ZoneId.of("Europe/Berlin"))).isEqualTo(Instant.parse("2026-03-31T22:00:00Z"));
    }

    @Test
    void ofSeveralBudgetsTheOneWithoutRoomDecidesAndNothingIsTakenOfTheOthers() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of(usd(Period.DAY, "0.001")));
        assertThat(askTwice(budgets).verdict()).isEqualTo(Verdict.SPENT);
        assertThat(budgets.held())
                .as("of what there is room for, nothing is promised")
                .hasSize(1)
                .allMatch(window -> claim(budgets, window, false).keep().signum() == 0);
    }

    @Test
    void anUnpricedModelIsNotForAClientWithABudgetInMoney() {
        Budgets.Destination unpriced = new Budgets.Destination("acme", "another");
        assertThat(budgets(false, true, List.of(usd(Period.DAY, "1")), List.of())
                        .allows(ALICE, unpriced))
                .isFalse();
        assertThat(budgets(false, true, List.of(), List.of(usd(Period.DAY, "1")))
                        .allows(ALICE, unpriced))
                .as("of its team")
                .isFalse();
        assertThat(budgets(false, true, List.of(tokens(Period.DAY, 1)), List.of())
                        .allows(ALICE, unpriced))
                .isTrue();
        assertThat(budgets(false, true, List.of(usd(Period.DAY, "1")), List.of())
                        .allows(ALICE, MODEL))
                .isTrue();
    }

    @Test
    void withoutTheDatabaseASliceIsUsedUpAndThenThePolicyDecides() {
        for (boolean allowed : List.of(true, false)) {
            Budgets budgets = budgets(true, allowed, List.of(usd(Period.DAY, "1")), List.of());
            assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
            lease(budgets);
            budgets.leaseBegins();
            budgets.leaseFails();
            int letIn = 0;
            while (letIn < 1000 && ask(budgets).verdict() == Verdict.ALLOWED) {
                letIn++;
            }
            assertThat(letIn).as("allowed: %s", allowed).isEqualTo(allowed ? 1000 : 8);
            assertThat(ask(budgets).verdict()).isEqualTo(allowed ? Verdict.ALLOWED : Verdict.UNKNOWN);
            lease(budgets);
            assertThat(askTwice(budgets).verdict())
                    .as("as soon as it is back, there is more, unless everything is promised")
                    .isEqualTo(allowed ? Verdict.WAIT : Verdict.ALLOWED);
        }
    }

    @Test
    void aDatabaseThatDoesNotRespondIsAwayAfterFourSeconds() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of());
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        budgets.leaseBegins();
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        pass(Duration.ofMillis(3900));
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        pass(Duration.ofMillis(200));
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aSliceEndsBeforeItsLeaseDoes() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of());
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        lease(budgets);
        pass(Duration.ofSeconds(54));
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.ALLOWED);
        pass(Duration.ofSeconds(2));
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
    }

    @Test
    void whatNobodyUsesIsGivenBack() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of());
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        lease(budgets);
        pass(Duration.ofSeconds(4));
        assertThat(budgets.due()).isEmpty();
        pass(Duration.ofSeconds(2));
        BudgetClaim claim = claim(budgets, budgets.due().get(0), false);
        assertThat(claim.givesBack()).isTrue();
        assertThat(claim.keep()).isEqualByComparingTo("0");
        assertThat(ask(budgets).verdict()).as("and not used from then on").isEqualTo(Verdict.WAIT);
    }

    @Test
    void aSliceThatIsTooSmallIsGivenBackWhereOthersHaveSome() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of());
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        BudgetWindow window = budgets.due().get(0);
        BudgetLease little = new BudgetLease(BigDecimal.ZERO, new BigDecimal("0.9"), new BigDecimal("0.001"));
        assertThat(budgets.leased(claim(budgets, window, false), little, nanos.get()))
                .isTrue();
        BudgetClaim next = claim(budgets, window, true);
        assertThat(next.givesBack()).isTrue();
        assertThat(next.slice(BigDecimal.ZERO, new BigDecimal("0.9"), new BigDecimal("0.001")))
                .isEqualByComparingTo("0");
    }

    /** Two thousand requests a second, each under way for 20 ms; the database is asked every half second, and responds after 20 ms if somebody waits. */
    @Test
    void aBusyProgramSeldomAsksAndItsRequestsDoNotWait() {
        Budgets budgets = budgets(false, false, List.of(usd(Period.DAY, "1000000")), List.of());
        Deque<Reservation> underWay = new ArrayDeque<>();
        int waits = 0;
        int leases = 0;
        for (int milli = 1; milli <= 30_000; milli++) {
            pass(Duration.ofMillis(1));
            boolean asksBecauseSomebodyWaits = false;
            for (int i = 0; i < 2; i++) {
                BudgetDecision decision = ask(budgets);
                if (decision.verdict() == Verdict.WAIT) {
                    asksBecauseSomebodyWaits = true;
                    waits++;
                } else {
                    underWay.add(Objects.requireNonNull(decision.reservation()));
                }
            }
            while (underWay.size() > 40) {
                underWay.remove().close();
                budgets.booked(budgets.charge(ALICE, MODEL, TODAY, new BigDecimal("0.0018"), 125));
            }
            if (asksBecauseSomebodyWaits) {
                pass(Duration.ofMillis(20));
            }
            if (asksBecauseSomebodyWaits || milli % 500 == 0) {
                leases += budgets.due().size();
                lease(budgets);
            }
        }
        assertThat(waits).as("only the first ones").isLessThan(20);
        assertThat(leases).isLessThan(30);
    }

    @Test
    void aClaimGetsWhatItNeedsAndLeavesSomeToOthers() {
        BudgetWindow window = new BudgetWindow("client", "a", Budget.Unit.USD, Period.DAY, TODAY);
        BudgetClaim claim = new BudgetClaim(
                window, new BigDecimal(100), new BigDecimal(2), new BigDecimal(5), new BigDecimal(80), false);
        assertThat(claim.slice(new BigDecimal(50), new BigDecimal(8), BigDecimal.ZERO))
                .as("a quarter of 40, and what it has promised")
                .isEqualByComparingTo("12");
        assertThat(claim.slice(new BigDecimal(90), new BigDecimal(3), BigDecimal.ZERO))
                .as("all that it needs")
                .isEqualByComparingTo("7");
        assertThat(claim.slice(new BigDecimal(90), new BigDecimal(4), BigDecimal.ONE))
                .as("nothing more than is promised, if that is too little")
                .isEqualByComparingTo("2");
        assertThat(claim.slice(new BigDecimal(90), new BigDecimal(3), new BigDecimal(9)))
                .as("a slice never becomes smaller unasked")
                .isEqualByComparingTo("9");
    }
}
