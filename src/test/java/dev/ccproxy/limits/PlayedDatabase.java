package dev.ccproxy.limits;

import static dev.ccproxy.limits.BudgetNodes.MODEL;
import static dev.ccproxy.limits.BudgetNodes.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** One program's budgets, and a database that the test plays. */
abstract class PlayedDatabase {

    static final Client ALICE = client("alice", "web");
    static final LocalDate TODAY = LocalDate.parse("2026-11-25");
    /** Costs 0.0003 dollars of input and 0.0015 of output, at most 0.0021. */
    static final RequestSize SMALL = new RequestSize(100, 25, 100L);

    final AtomicLong nanos = new AtomicLong(1);
    BigDecimal spent = BigDecimal.ZERO;

    Budgets budgets(boolean strict, boolean allowed, List<Budget> ofClient, List<Budget> ofTeam) {
        return BudgetNodes.budgets(strict, allowed, ofClient, ofTeam, nanos::get);
    }

    /** Plays the database, which has nobody else. */
    void lease(Budgets budgets) {
        for (BudgetWindow window : budgets.slices().due()) {
            budgets.slices().leaseBegins();
            BudgetClaim claim = claim(budgets, window, false);
            BigDecimal slice = claim.slice(spent, BigDecimal.ZERO, BigDecimal.ZERO);
            assertThat(budgets.slices().leased(claim, new BudgetLease(spent, BigDecimal.ZERO, slice), nanos.get()))
                    .isFalse();
        }
    }

    static BudgetClaim claim(Budgets budgets, BudgetWindow window, boolean givesBack) {
        return Objects.requireNonNull(budgets.slices().claim(window, givesBack));
    }

    BudgetDecision ask(Budgets budgets) {
        return budgets.reserve(ALICE, List.of(MODEL), SMALL);
    }

    BudgetDecision askTwice(Budgets budgets) {
        BudgetDecision first = ask(budgets);
        if (first.verdict() != Verdict.WAIT) {
            return first;
        }
        lease(budgets);
        return ask(budgets);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
