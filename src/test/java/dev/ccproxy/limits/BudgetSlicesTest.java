package dev.ccproxy.limits;

import static dev.ccproxy.limits.BudgetNodes.MODEL;
import static dev.ccproxy.limits.BudgetNodes.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Budget;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program leases, and what becomes of it. */
@Timeout(30)
class BudgetSlicesTest extends PlayedDatabase {

    @Test
    void withoutTheDatabaseASliceIsUsedUpAndThenThePolicyDecides() {
        for (boolean allowed : List.of(true, false)) {
            Budgets budgets = budgets(true, allowed, List.of(usd(Period.DAY, "1")), List.of());
            assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
            lease(budgets);
            budgets.slices().leaseBegins();
            budgets.slices().leaseFails();
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
        budgets.slices().leaseBegins();
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        pass(Duration.ofMillis(3900));
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        pass(Duration.ofMillis(200));
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    /** Five requests a second, before and during an outage, as long as they are let in; then everything at once. */
    @Test
    void afterAnOutageASliceIsAsLargeAsBefore() {
        Budgets budgets = budgets(false, false, List.of(usd(Period.DAY, "1000")), List.of());
        for (int second = 0; second < 60; second++) {
            useFive(budgets);
            lease(budgets);
        }
        for (int second = 0; second < 600; second++) {
            useFive(budgets);
            for (BudgetWindow window : budgets.slices().due()) {
                budgets.slices().leaseBegins();
                assertThat(claim(budgets, window, false).comfort()).isPositive();
                budgets.slices().leaseFails();
            }
        }
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.UNKNOWN);
        lease(budgets);
        int letIn = 0;
        while (letIn < 1000 && ask(budgets).verdict() == Verdict.ALLOWED) {
            letIn++;
        }
        assertThat(letIn).as("what is used in a minute, or nearly so").isGreaterThan(200);
    }

    private void useFive(Budgets budgets) {
        pass(Duration.ofSeconds(1));
        for (int request = 0; request < 5; request++) {
            Reservation reservation = ask(budgets).reservation();
            if (reservation != null) {
                List<BudgetCharge> unused = budgets.charge(ALICE, MODEL, TODAY, new BigDecimal("0.0018"), 125);
                reservation.close();
            }
        }
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
        assertThat(budgets.slices().due()).isEmpty();
        pass(Duration.ofSeconds(2));
        BudgetClaim claim = claim(budgets, budgets.slices().due().get(0), false);
        assertThat(claim.comfort()).isZero();
        assertThat(claim.keep()).isEqualByComparingTo("0");
        assertThat(ask(budgets).verdict()).as("and not used from then on").isEqualTo(Verdict.WAIT);
    }

    @Test
    void afterABurstASliceBecomesSmaller() {
        Budgets budgets = budgets(false, false, List.of(usd(Period.DAY, "100")), List.of());
        for (int milli = 0; milli < 400; milli++) {
            pass(Duration.ofMillis(1));
            Objects.requireNonNull(askTwice(budgets).reservation()).close();
            List<BudgetCharge> unused = budgets.charge(ALICE, MODEL, TODAY, new BigDecimal("0.0018"), 125);
        }
        for (int second = 0; second < 25; second++) {
            useFive(budgets);
        }
        BudgetClaim claim = claim(budgets, budgets.slices().due().get(0), false);
        assertThat(claim.slice(claim.keep(), BigDecimal.ZERO, new BigDecimal(25)))
                .as("five requests a second for a minute, and the burst, which is not written down")
                .isLessThan(new BigDecimal(4));
    }

    @Test
    void aSliceThatIsTooSmallIsGivenBackWhereOthersHaveSome() {
        Budgets budgets = budgets(true, false, List.of(usd(Period.DAY, "1")), List.of());
        assertThat(ask(budgets).verdict()).isEqualTo(Verdict.WAIT);
        BudgetWindow window = budgets.slices().due().get(0);
        BudgetLease little = new BudgetLease(BigDecimal.ZERO, new BigDecimal("0.9"), new BigDecimal("0.001"));
        assertThat(budgets.slices().leased(claim(budgets, window, false), little, nanos.get()))
                .isTrue();
        BudgetClaim next = claim(budgets, window, true);
        assertThat(next.comfort()).isZero();
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
                budgets.slices().booked(budgets.charge(ALICE, MODEL, TODAY, new BigDecimal("0.0018"), 125));
            }
            if (asksBecauseSomebodyWaits) {
                pass(Duration.ofMillis(20));
            }
            if (asksBecauseSomebodyWaits || milli % 500 == 0) {
                leases += budgets.slices().due().size();
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
                window,
                new BigDecimal(100),
                new BigDecimal(2),
                new BigDecimal(20),
                new BigDecimal(5),
                new BigDecimal(80),
                false);
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
                .as("what it still uses is never taken away")
                .isEqualByComparingTo("9");
        assertThat(claim.slice(new BigDecimal(90), new BigDecimal(3), new BigDecimal(25)))
                .as("but the rest")
                .isEqualByComparingTo("20");
    }
}
