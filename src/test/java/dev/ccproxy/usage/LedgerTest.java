package dev.ccproxy.usage;

import static dev.ccproxy.usage.Records.NOON;
import static dev.ccproxy.usage.Records.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Logged;
import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetNodes;
import dev.ccproxy.limits.BudgetWindow;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.RequestSize;
import dev.ccproxy.messages.Usage;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger with a store that fails in a chosen way. */
@Timeout(60)
class LedgerTest {

    private static final Client OPERATOR = Records.client("boss", null, Role.OPERATOR);

    /** How the store takes a batch. */
    private enum Mood {
        FINE,
        AWAY,
        /** The same, and each try to reach it takes until it is fine. */
        AWAY_IN_SILENCE,
        /** The batch is there, and the connection is lost before anybody knows. */
        LOST_AFTER_COMMIT,
        REFUSING_TOKENS_666,
        /** Until it is fine. As H2 has it, an interrupt would end everything. */
        SLOW
    }

    /** Keeps what it gets as a database does: each batch once, and all of it or nothing. */
    private static final class Store implements UsageStore {

        private final MemoryUsageStore memory = new MemoryUsageStore();
        private final List<Long> written = new ArrayList<>();
        private final AtomicInteger reaching = new AtomicInteger();
        private volatile Mood mood = Mood.FINE;

        @Override
        public String storage() {
            return "database";
        }

        synchronized int batches() {
            return written.size();
        }

        private void answers() throws SQLException {
            if (mood == Mood.AWAY || mood == Mood.AWAY_IN_SILENCE) {
                throw new SQLRecoverableException("away");
            }
        }

        @Override
        public void reach() throws SQLException {
            reaching.incrementAndGet();
            while (mood == Mood.AWAY_IN_SILENCE) {
                LockSupport.parkNanos(1_000_000);
            }
            reaching.decrementAndGet();
            answers();
        }

        @Override
        public synchronized void write(Batch batch) throws SQLException {
            answers();
            while (mood == Mood.SLOW) {
                LockSupport.parkNanos(1_000_000);
                if (Thread.interrupted()) {
                    throw new SQLRecoverableException("the file is closed");
                }
            }
            boolean refused = batch.entries().stream()
                    .map(entry -> entry.record().usage().inputTokens())
                    .anyMatch(tokens -> tokens != null && tokens == 666);
            if (mood == Mood.REFUSING_TOKENS_666 && refused) {
                throw new SQLException("no", "22003");
            }
            long last = written.isEmpty() ? 0 : written.get(written.size() - 1);
            if (batch.number() > last) {
                memory.write(batch);
                written.add(batch.number());
            }
            if (mood == Mood.LOST_AFTER_COMMIT) {
                mood = Mood.FINE;
                throw new SQLRecoverableException("lost");
            }
        }

        @Override
        public BudgetLease lease(BudgetClaim claim) throws SQLException {
            answers();
            return memory.lease(claim);
        }

        @Override
        public BigDecimal spent(BudgetWindow window) {
            return memory.spent(window);
        }

        @Override
        public boolean addUp() {
            return memory.addUp();
        }

        @Override
        public List<UsageRow> read(UsageQuery query) throws SQLException {
            answers();
            return memory.read(query);
        }

        @Override
        public boolean prune(Instant before, LocalDate beforeDay) {
            return memory.prune(before, beforeDay);
        }

        @Override
        public long forgotten() {
            return 0;
        }
    }

    @RegisterExtension
    final Logged loggedByTheWriter = Logged.by(LedgerWriter.class);

    @RegisterExtension
    final Logged loggedByTheLedger = Logged.by(Ledger.class);

    @RegisterExtension
    final Logged loggedByTheLeases = Logged.by(BudgetLeases.class);

    @RegisterExtension
    final Logged loggedByTheQueue = Logged.by(LedgerQueue.class);

    private final Store store = new Store();
    private final Ledger ledger = new Ledger(
            store,
            UsageSettings.DEFAULT,
            Records.prices(),
            new Budgets(UsageSettings.DEFAULT, Records.prices(), () -> NOON, System::nanoTime),
            1500,
            () -> NOON);

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            ledger.add(served(NOON, "alice", "web", 10, 2));
        }
    }

    private UsageFigures total() throws SQLException {
        LocalDate today = LocalDate.parse("2026-11-25");
        List<UsageRow> rows = store.memory.read(UsageQuery.of(null, OPERATOR, today, today));
        return rows.isEmpty() ? UsageFigures.NONE : rows.get(0).figures();
    }

    private void awaitAttempts(long attempts) {
        await().until(() ->
                total().count(Measure.ATTEMPTS) == attempts && ledger.figures().waiting() == 0);
    }

    @Test
    void whatWaitsWhileTheDatabaseIsAwayIsCountedAfterwards() throws Exception {
        store.mood = Mood.AWAY;
        ledger.start();
        add(1200);
        await().until(() -> !ledger.figures().kept());
        assertThat(ledger.figures().waiting()).isEqualTo(1200);
        store.mood = Mood.FINE;
        awaitAttempts(1200);
        assertThat(total().count(Measure.INPUT_TOKENS)).isEqualTo(12_000);
        assertThat(ledger.figures().lost()).isZero();
        assertThat(ledger.figures().kept()).isTrue();
        ledger.stop();
    }

    @Test
    void toLeaseASliceNobodyWaitsForTheLedgerToReachTheDatabase() {
        Budgets budgets = BudgetNodes.budgets(
                false, false, List.of(BudgetNodes.tokens(Period.DAY, 1_000_000)), List.of(), System::nanoTime);
        Ledger both = new Ledger(store, UsageSettings.DEFAULT, Records.prices(), budgets, 1500, () -> NOON);
        store.mood = Mood.AWAY;
        both.start();
        both.add(served(NOON, "bob", null, 10, 2));
        await().until(() -> !both.figures().kept());
        await().until(() -> reserve(budgets) == Verdict.UNKNOWN);
        store.mood = Mood.AWAY_IN_SILENCE;
        await().until(() -> store.reaching.get() == 2);
        store.mood = Mood.FINE;
        await().until(() -> reserve(budgets) == Verdict.ALLOWED);
        await().until(() -> both.figures().waiting() == 0);
        both.stop();
    }

    private static Verdict reserve(Budgets budgets) {
        return budgets.reserve(
                        BudgetNodes.client("alice", "web"), List.of(BudgetNodes.MODEL), new RequestSize(10, 10, 100L))
                .verdict();
    }

    @Test
    void whatIsBeingWrittenAtTheEndIsNotInterrupted() {
        store.mood = Mood.SLOW;
        ledger.start();
        add(3);
        ledger.stop();
        store.mood = Mood.FINE;
        await().until(() -> store.batches() == 1);
        assertThat(loggedByTheLedger.lines(Level.WARNING))
                .as("what may be lost")
                .hasSize(1);
    }

    @Test
    void aBatchWhoseCommitIsInDoubtCountsOnce() throws Exception {
        store.mood = Mood.LOST_AFTER_COMMIT;
        add(1300);
        ledger.start();
        awaitAttempts(1300);
        assertThat(total().cost()).isEqualByComparingTo("0.078");
        assertThat(ledger.figures().costs().get("web")).isEqualByComparingTo("0.078");
        ledger.stop();
    }

    @Test
    void whatDoesNotFitIsCountedAsLostAndNobodyWaits() {
        store.mood = Mood.AWAY;
        add(1600);
        assertThat(ledger.figures().lost()).isEqualTo(100);
        assertThat(loggedByTheQueue.lines(Level.SEVERE)).as("told once").hasSize(1);
        store.mood = Mood.FINE;
        ledger.start();
        awaitAttempts(1500);
        add(1);
        awaitAttempts(1501);
        assertThat(ledger.figures().lost()).isEqualTo(100);
        ledger.stop();
    }

    @Test
    void whatIsLostCountsAgainstNoBudget() {
        Budgets budgets = BudgetNodes.budgets(
                false, false, List.of(BudgetNodes.tokens(Period.DAY, 1_000_000)), List.of(), System::nanoTime);
        Ledger both = new Ledger(store, UsageSettings.DEFAULT, Records.prices(), budgets, 10, () -> NOON);
        store.mood = Mood.REFUSING_TOKENS_666;
        both.add(served(NOON, "bob", null, 666, 0));
        for (int i = 0; i < 12; i++) {
            both.add(served(NOON, "bob", null, 10, 2));
        }
        assertThat(used(budgets)).as("three did not fit").isEqualByComparingTo("774");
        both.start();
        await().until(() -> both.figures().lost() == 4 && both.figures().waiting() == 0);
        assertThat(used(budgets)).as("one was refused").isEqualByComparingTo("108");
        both.stop();
    }

    private static BigDecimal used(Budgets budgets) {
        return budgets.statuses().get(0).spent();
    }

    @Test
    void anAttemptThatTheDatabaseRefusesDoesNotStopTheOthers() {
        store.mood = Mood.REFUSING_TOKENS_666;
        add(20);
        ledger.add(served(NOON, "alice", "web", 666, 0));
        add(20);
        ledger.start();
        awaitAttempts(40);
        assertThat(ledger.figures().lost()).isEqualTo(1);
        ledger.stop();
    }

    @Test
    void whatIsLeftIsWrittenAtTheEnd() {
        add(700);
        ledger.stop();
        // On a busy machine, the end does not wait for it, but it is written all the same.
        awaitAttempts(700);
    }

    @Test
    void aModelThatAClientHasMadeUpHasNoSumsOfItsOwn() throws Exception {
        for (int i = 0; i < 50; i++) {
            UsageRecord made = Records.record(
                    NOON, "alice", "web", null, "made-up-" + i, null, Usage.UNKNOWN, UsageRecord.Estimate.NONE);
            ledger.add(new UsageRecord(
                    made.startedAt(),
                    made.client(),
                    made.requestId(),
                    made.operation(),
                    made.asked(),
                    made.provider(),
                    made.model(),
                    false,
                    dev.ccproxy.messages.Failure.REFUSED,
                    404,
                    made.usage(),
                    made.estimate(),
                    made.timeToFirstByte(),
                    made.duration(),
                    0,
                    null));
        }
        add(1);
        ledger.start();
        awaitAttempts(51);
        ledger.stop();
        LocalDate today = LocalDate.parse("2026-11-25");
        assertThat(store.memory.read(UsageQuery.of("by=model", OPERATOR, today, today)))
                .extracting(row -> row.names().get(0))
                .containsExactly("model", "other");
    }

    @Test
    void whoAsksWhileTheDatabaseIsAwayIsToldSo() throws Exception {
        store.mood = Mood.AWAY;
        CompletableFuture<Object> told = new CompletableFuture<>();
        ledger.read(null, OPERATOR, told::complete);
        assertThat(told.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        ErrorException.class,
                        e -> assertThat(e).hasMessage("The database does not respond as it should"));
        store.mood = Mood.FINE;
        CompletableFuture<Object> good = new CompletableFuture<>();
        ledger.read("by=model", OPERATOR, good::complete);
        assertThat(good.get(10, TimeUnit.SECONDS)).isInstanceOf(UsageReport.class);
        ledger.stop();
        CompletableFuture<Object> late = new CompletableFuture<>();
        ledger.read(null, OPERATOR, late::complete);
        assertThat(late.get(10, TimeUnit.SECONDS)).isInstanceOf(ErrorException.class);
    }
}
