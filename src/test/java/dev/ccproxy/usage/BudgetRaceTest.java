package dev.ccproxy.usage;

import static dev.ccproxy.limits.BudgetNodes.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Role;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.database.PostgreSql;
import dev.ccproxy.limits.BudgetDecision;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import dev.ccproxy.limits.BudgetNodes;
import dev.ccproxy.limits.BudgetWindow;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.RequestSize;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three programs with one PostgreSQL and one budget of a thousand times what a request costs, and 64 threads that send. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class BudgetRaceTest {

    private static final int NODES = 3;
    private static final int THREADS = 64;
    private static final int ATTEMPTS = Integer.getInteger("budget.attempts", 6000);

    /** A request uses 10 tokens of input, and 1 to 198 of output: 0.0015 dollars and 0.00003, on average. */
    private static final BigDecimal BUDGET = new BigDecimal("1.5");

    private static final BigDecimal MOST_OF_ONE = new BigDecimal("0.003");

    /** Where strict: the input may be written to a cache for an hour, for twice its price. */
    private static final BigDecimal PROMISED_TO_ONE = new BigDecimal("0.00303");

    private static final Set<Verdict> DECIDED = Set.of(Verdict.ALLOWED, Verdict.SPENT);

    /** One of 64 threads may be the last to get something. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(90);

    private static final Client ALICE = new Client("alice", "web", Role.CLIENT, "01234567");

    private final AtomicInteger left = new AtomicInteger(ATTEMPTS);

    /** What the provider has sold, in millionths of a dollar. */
    private final AtomicLong sold = new AtomicLong();

    private record Node(Budgets budgets, Ledger ledger, Database database) {}

    private static Node node(String database, boolean strict, int number) {
        Database opened = Databases.postgreSql(database);
        Budgets budgets = BudgetNodes.budgets(
                strict, false, List.of(), List.of(new Budget(Budget.Unit.USD, Period.DAY, BUDGET)), System::nanoTime);
        Ledger ledger = new Ledger(
                new SqlUsageStore(opened, "node-" + number),
                BudgetNodes.settings(strict, false),
                Records.prices(),
                budgets,
                100_000,
                () -> Records.NOON);
        ledger.start();
        return new Node(budgets, ledger, opened);
    }

    @Test
    void whereStrictNotACentIsSpentThatIsNotThere() throws Exception {
        BigDecimal spent = send(true);
        assertThat(spent).isLessThanOrEqualTo(BUDGET);
        assertThat(BUDGET.subtract(spent))
                .as("of it, less is left than what one request is promised")
                .isLessThan(PROMISED_TO_ONE);
    }

    @Test
    void otherwiseItIsOverByAtMostWhatRequestsUnderWayUseBeyondWhatIsUsual() throws Exception {
        BigDecimal spent = send(false);
        assertThat(spent).isLessThanOrEqualTo(BUDGET.add(MOST_OF_ONE.multiply(BigDecimal.valueOf(THREADS))));
        assertThat(spent).as("98 % of it are usable").isGreaterThanOrEqualTo(BUDGET.multiply(new BigDecimal("0.98")));
    }

    private BigDecimal send(boolean strict) throws Exception {
        String database = PostgreSql.shared().database();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(node(database, strict, i));
        }
        // 198 of output are the most that a strict reservation expects; without, 128,000 could come.
        RequestSize size = new RequestSize(10, 10, strict ? 198L : 128_000L);
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                work.add(() -> {
                    int unused = barrier.await();
                    return send(nodes.get(seed % NODES), size, new SplittableRandom(seed));
                });
            }
            int refused = 0;
            for (Future<Integer> each : threads.invokeAll(work)) {
                refused += each.get();
            }
            assertThat(refused).as("the budget is spent in the end").isPositive();
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        nodes.stream().allMatch(node -> node.ledger().figures().waiting() == 0));
        BudgetWindow window =
                new BudgetWindow("team", "web", Budget.Unit.USD, Period.DAY, LocalDate.parse("2026-11-25"));
        BigDecimal spent = new SqlUsageStore(nodes.get(0).database(), "reader").spent(window);
        assertThat(spent)
                .as("what is charged is what was sold")
                .isEqualByComparingTo(BigDecimal.valueOf(sold.get()).movePointLeft(6));
        nodes.forEach(node -> node.ledger().stop());
        System.out.printf(
                "Three nodes, %s: %s of %s dollars used by %d attempts%n",
                strict ? "strict" : "not strict", spent.toPlainString(), BUDGET, ATTEMPTS);
        return spent;
    }

    /** Sends until the budget is spent or there were enough attempts; how many were refused for good. */
    private int send(Node node, RequestSize size, SplittableRandom random) {
        int refused = 0;
        while (left.getAndDecrement() > 0) {
            BudgetDecision decision = node.budgets().reserve(ALICE, List.of(MODEL), size);
            // On a busy machine, the database seems to be away at times.
            long begun = System.nanoTime();
            while (!DECIDED.contains(decision.verdict()) && System.nanoTime() - begun < MAX_WAIT.toNanos()) {
                LockSupport.parkNanos(5_000_000);
                decision = node.budgets().reserve(ALICE, List.of(MODEL), size);
            }
            assertThat(decision.verdict())
                    .as("the database is there, and what is promised is used soon")
                    .isIn(DECIDED);
            if (decision.verdict() == Verdict.SPENT) {
                refused++;
                continue;
            }
            int output = random.nextInt(1, 199);
            node.ledger().add(Records.served(Records.NOON, "alice", "web", 10, output));
            sold.addAndGet(10 * 3 + output * 15L);
            Objects.requireNonNull(decision.reservation()).close();
        }
        return refused;
    }
}
