package dev.ccproxy.usage;

import static dev.ccproxy.limits.BudgetNodes.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Logged;
import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.config.Role;
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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL that freezes while requests are sent under a budget. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BudgetOutageTest {

    private static final Client ALICE = new Client("alice", "web", Role.CLIENT, "01234567");
    private static final RequestSize SIZE = new RequestSize(10, 10, 100L);
    private static final Duration A_WHILE = Duration.ofSeconds(60);

    /** Of 10 tokens of input and 100 of output. */
    private static final BigDecimal COST = new BigDecimal("0.00153");

    private static final int MANY = 400;

    /** On a busy machine, the database is away for so long that it is told. */
    @RegisterExtension
    final Logged loggedByTheWriter = Logged.by(LedgerWriter.class);

    @RegisterExtension
    final Logged loggedByTheLeases = Logged.by(BudgetLeases.class);

    private PostgreSql server;
    private int sold;

    @BeforeEach
    void start() {
        server = PostgreSql.start();
    }

    @AfterEach
    void stop() {
        server.thaw();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void slicesAreUsedUpThenThePolicyDecidesAndEverythingIsChargedAfterwards(boolean allowed) throws Exception {
        Budgets budgets = BudgetNodes.budgets(
                true, allowed, List.of(), List.of(new Budget(Unit.USD, Period.DAY, BigDecimal.TEN)), System::nanoTime);
        SqlUsageStore store = new SqlUsageStore(Databases.postgreSql(server, server.database()), "node");
        Ledger ledger = new Ledger(
                store, BudgetNodes.settings(true, allowed), Records.prices(), budgets, 10_000, () -> Records.NOON);
        ledger.start();
        await().atMost(A_WHILE).until(() -> send(budgets, ledger) == Verdict.ALLOWED);
        await().atMost(A_WHILE).until(() -> ledger.figures().waiting() == 0);

        server.freeze();
        int before = sold;
        await().atMost(A_WHILE).until(() -> {
            Verdict verdict = send(budgets, ledger);
            while (verdict == Verdict.ALLOWED && !(allowed && sold - before >= MANY)) {
                verdict = send(budgets, ledger);
            }
            return allowed ? sold - before >= MANY : verdict == Verdict.UNKNOWN;
        });
        assertThat(sold - before).as("a slice has room for several").isPositive();
        long begun = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            assertThat(send(budgets, ledger)).isEqualTo(allowed ? Verdict.ALLOWED : Verdict.UNKNOWN);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("nobody waits for the database")
                .isLessThan(Duration.ofSeconds(5));

        server.thaw();
        await().atMost(A_WHILE).until(() -> ledger.figures().waiting() == 0);
        BudgetWindow window = new BudgetWindow("team", "web", Unit.USD, Period.DAY, LocalDate.parse("2026-11-25"));
        assertThat(store.spent(window)).isEqualByComparingTo(COST.multiply(BigDecimal.valueOf(sold)));
        await().atMost(A_WHILE).until(() -> send(budgets, ledger) == Verdict.ALLOWED);
        ledger.stop();
    }

    private Verdict send(Budgets budgets, Ledger ledger) {
        BudgetDecision decision = budgets.reserve(ALICE, List.of(MODEL), SIZE);
        if (decision.verdict() == Verdict.ALLOWED) {
            ledger.add(Records.served(Records.NOON, "alice", "web", 10, 100));
            sold++;
            Objects.requireNonNull(decision.reservation()).close();
        }
        return decision.verdict();
    }
}
