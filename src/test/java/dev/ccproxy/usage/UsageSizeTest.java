package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.ccproxy.config.Role;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.usage.SumKey.Unit;
import dev.ccproxy.usage.UsageRecord.Estimate;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How soon the usage of a month is there, and how many attempts can be written: for a few attempts, where only the sums are
 * judged, or for {@code -Dledger.attempts}, as {@code bench/ledger} has it.
 */
@Timeout(900)
class UsageSizeTest {

    private static final int ATTEMPTS = Integer.getInteger("ledger.attempts", 20_000);

    /** Beside other tests, times mean little. */
    private static final boolean MEASURED = System.getProperty("ledger.attempts") != null;

    private static final int ATTEMPTS_OF_A_CLIENT = 17_000;
    private static final int ATTEMPTS_OF_A_SESSION = 90;
    private static final int DAYS = 30;
    private static final int NODES = 3;
    private static final int TEAMS = 20;
    private static final int MODELS = 5;
    private static final int WRITTEN = MEASURED ? 60_000 : 2 * BatchSize.MAX;
    private static final int READ_TIMES = MEASURED ? 15 : 1;
    private static final int ATTEMPTS_BETWEEN = 20_000;
    private static final int MAX_READ_MILLIS = 200;
    private static final int MIN_WRITTEN_A_SECOND = 5_000;

    private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-30");

    private static final List<String> QUERIES = List.of(
            "month=2026-11",
            "month=2026-11&by=client,model",
            "month=2026-11&by=day",
            "month=2026-11&by=day,team,model",
            "month=2026-11&by=day,client",
            "month=2026-11&by=day,model&client=client-0",
            "month=2026-11&by=session&client=client-0",
            "from=2026-11-05&to=2026-11-25&by=team,provider",
            "from=2026-11-05&to=2026-11-25&by=client,model",
            "from=2026-11-11&to=2026-11-24&by=client,model");

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private long generated;

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void isSoonThereAndSoonWritten(String kind) throws Exception {
        Database database = kind.equals("H2") ? Databases.file(folder) : Databases.postgreSql();
        try {
            fill(database);
            SqlUsageStore store = new SqlUsageStore(database, "node-1");
            for (String query : QUERIES) {
                report(kind, query, read(store, query));
            }
            assertThat(attempts(store))
                    .as("the sums are those of what was generated")
                    .isEqualTo(generated);
            write(kind, store);
            assertThat(attempts(store)).isEqualTo(generated + WRITTEN);
        } finally {
            database.close();
        }
    }

    private static long attempts(UsageStore store) throws SQLException {
        return store.read(query("month=2026-11&by=day")).stream()
                .mapToLong(row -> row.figures().count(Measure.ATTEMPTS))
                .sum();
    }

    private static UsageQuery query(String query) {
        return UsageQuery.of(query, Records.client("boss", null, Role.OPERATOR), TODAY, TODAY.minusDays(400));
    }

    private static double read(UsageStore store, String query) throws SQLException {
        double[] millis = new double[READ_TIMES];
        for (int i = 0; i < READ_TIMES; i++) {
            long begun = System.nanoTime();
            assertThat(store.read(query(query))).isNotEmpty();
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        return millis[READ_TIMES / 2];
    }

    private static void report(String kind, String query, double millis) {
        System.out.printf("%s: %.0f ms for %s%n", kind, millis, query);
        if (MEASURED) {
            assertThat(millis).as("%s, %s", kind, query).isLessThan(MAX_READ_MILLIS);
        }
    }

    /** Sums as that many attempts of a month leave them. */
    private void fill(Database database) throws SQLException {
        int clients = Math.max(1, ATTEMPTS / ATTEMPTS_OF_A_CLIENT);
        for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(DAYS)); day = day.plusDays(1)) {
            Map<Integer, Map<SumKey, UsageFigures>> byNode = new HashMap<>();
            for (int client = 0; client < clients; client++) {
                int left = ATTEMPTS_OF_A_CLIENT / DAYS;
                for (int session = 0; left > 0; session++) {
                    int attempts = Math.min(left, 1 + random.nextInt(2 * ATTEMPTS_OF_A_SESSION));
                    left -= attempts;
                    generated += attempts;
                    // A session stays on a node and with a model, but for what it has a small model do.
                    Map<SumKey, UsageFigures> sums =
                            byNode.computeIfAbsent(random.nextInt(NODES), node -> new HashMap<>());
                    int small = attempts / 5;
                    int model = random.nextInt(MODELS - 1);
                    String id = day + "-" + client + "-" + session;
                    add(sums, day, client, id, model, attempts - small);
                    add(sums, day, client, id, MODELS - 1, small);
                }
            }
            for (Map.Entry<Integer, Map<SumKey, UsageFigures>> sums : byNode.entrySet()) {
                boolean unused = database.inTransaction(connection -> {
                    new SumAdder(connection).add(SumKey.ofAllUnits(sums.getValue()), "node-" + sums.getKey());
                    return true;
                });
            }
        }
    }

    private void add(
            Map<SumKey, UsageFigures> sums, LocalDate day, int client, String session, int model, int attempts) {
        if (attempts > 0) {
            SumKey key = new SumKey(
                    Unit.SESSION,
                    day,
                    "client-" + client,
                    "team-" + client % TEAMS,
                    session,
                    "anthropic",
                    "claude-model-" + model + "-20261001",
                    model == 0 ? "long" : "");
            List<Long> counts = Measure.ALL.stream()
                    .map(measure ->
                            measure == Measure.ATTEMPTS ? (long) attempts : attempts * (long) random.nextInt(20_000))
                    .toList();
            BigDecimal cost = BigDecimal.valueOf(attempts * (long) random.nextInt(100_000), 6);
            sums.merge(key, new UsageFigures(counts, cost, BigDecimal.ZERO), UsageFigures::plus);
        }
    }

    private void write(String kind, SqlUsageStore store) throws SQLException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<Batch> batches = batches();
        int warmUp = batches.size() / 2;
        write(store, batches.subList(0, warmUp));
        long begun = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        write(store, batches.subList(warmUp, batches.size()));
        double seconds = (System.nanoTime() - begun) / 1e9;
        long written = (long) (batches.size() - warmUp) * BatchSize.MAX;
        System.out.printf(
                "%s: %.0f attempts written a second, %.0f µs of CPU each%n",
                kind, written / seconds, (system.getProcessCpuTime() - cpu) / 1e3 / written);
        if (MEASURED) {
            assertThat(written / seconds).as(kind).isGreaterThan(MIN_WRITTEN_A_SECOND);
        }
    }

    private static void write(SqlUsageStore store, List<Batch> batches) throws SQLException {
        for (int i = 0; i < batches.size(); i++) {
            store.write(batches.get(i));
            if ((i + 1) * BatchSize.MAX % ATTEMPTS_BETWEEN == 0) {
                boolean more = true;
                while (more) {
                    more = store.addUp();
                }
            }
        }
    }

    private List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int number = 1; number <= WRITTEN / BatchSize.MAX; number++) {
            List<LedgerEntry> entries = new ArrayList<>();
            for (int i = 0; i < BatchSize.MAX; i++) {
                int client = random.nextInt(300);
                int session = random.nextInt(3);
                UsageRecord record = Records.record(
                        Records.NOON,
                        "client-" + client,
                        "team-" + client % TEAMS,
                        "session-" + client + "-" + session,
                        "model",
                        null,
                        Records.usage(random.nextInt(30_000), random.nextInt(3_000)),
                        Estimate.NONE);
                String model = random.nextInt(5) == 0 ? "small" : "model-" + session;
                entries.add(LedgerEntry.of(record, model, Records.prices(), ZoneId.of("UTC")));
            }
            batches.add(new Batch(number, entries));
        }
        return batches;
    }
}
