package dev.ccproxy.limits;

import static dev.ccproxy.limits.BudgetNodes.MODEL;
import static dev.ccproxy.limits.BudgetNodes.client;
import static dev.ccproxy.limits.BudgetNodes.tokens;
import static dev.ccproxy.limits.BudgetNodes.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Budget;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a request is promised, and what is charged. */
@Timeout(30)
class BudgetsTest extends PlayedDatabase {

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
    void changedBudgetsAndANewDayCountAtOnce() {
        AtomicReference<Instant> now = new AtomicReference<>(BudgetNodes.NOON);
        Budgets budgets =
                new Budgets(BudgetNodes.settings(true, false), BudgetNodes.prices(), now::get, System::nanoTime);
        assertThat(budgets.windows(ALICE)).isEmpty();
        budgets.use(BudgetNodes.limits(List.of(usd(Period.DAY, "1")), List.of()));
        assertThat(budgets.windows(ALICE)).containsOnly(Map.entry(day(TODAY), BigDecimal.ONE));
        now.set(BudgetNodes.NOON.plus(Duration.ofDays(1)));
        assertThat(budgets.windows(ALICE)).containsOnly(Map.entry(day(TODAY.plusDays(1)), BigDecimal.ONE));
        budgets.use(BudgetNodes.limits(List.of(usd(Period.DAY, "2")), List.of()));
        assertThat(budgets.windows(ALICE)).containsOnly(Map.entry(day(TODAY.plusDays(1)), BigDecimal.valueOf(2)));
        assertThat(budgets.charge(ALICE, MODEL, TODAY, BigDecimal.ONE, 10))
                .as("of a request that began yesterday")
                .containsExactly(new BudgetCharge(day(TODAY), BigDecimal.ONE));
    }

    private static BudgetWindow day(LocalDate day) {
        return new BudgetWindow("client", "alice", Budget.Unit.USD, Period.DAY, day);
    }

    @Test
    void whatIsExpectedIsNeverLessThanWhatWasUsedAndHasFewDigits() {
        ExpectedCost cost = new ExpectedCost();
        for (int i = 0; i < 5; i++) {
            cost.add(new BigDecimal("0.0123456123"));
        }
        assertThat(cost.percentile()).isEqualTo(new BigDecimal("0.0123457"));
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
            budgets.slices().booked(charges);
        }
        BudgetClaim claim = new BudgetClaim(
                day(TODAY),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                new BigDecimal("0.1"),
                BigDecimal.ZERO,
                false);
        budgets.slices().leased(claim, new BudgetLease(spent, BigDecimal.ZERO, new BigDecimal("0.1")), nanos.get());
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
        assertThat(budgets.slices().held())
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
}
