package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.State;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How large a history is, how soon a chart of it is there, and what it costs to write it. For a few days of a few
 * providers, where only the size is judged, or for {@code -Dhistory.days} of {@code -Dhistory.providers}, as {@code bench/history} has it.
 */
class HistorySizeTest {

    private static final int PROVIDERS = Integer.getInteger("history.providers", 3);
    private static final int DAYS = Integer.getInteger("history.days", 2);

    /** Beside other tests, times mean little. */
    private static final boolean MEASURED = System.getProperty("history.days") != null;

    private static final Instant NOW = Instant.parse("2026-12-01T12:34:56Z");
    private static final Watch WATCH = new Watch(1, "a", 0, false, NOW.minus(Duration.ofDays(DAYS)), NOW);
    private static final int BATCH = 5000;

    /** 200 MB for 100 providers. */
    private static final long MAX_BYTES_OF_A_PROVIDER = 2_000_000;

    private static final Duration MAX_CHART = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private final Random random = new Random(1);

    private Database database(String kind) {
        return kind.equals("H2") ? Databases.file(folder) : Databases.postgreSql();
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void isSmallAndSoonThere(String kind) throws Exception {
        Database database = database(kind);
        try {
            SqlStore store = new SqlStore(database);
            if (kind.equals("H2")) {
                letTimePass(database);
            }
            fill(store);
            List<String> lines = new ArrayList<>();
            for (String query : List.of("from=1h", "from=24h", "from=7d", "from=90d")) {
                lines.add(chart(store, query, "p0", 1));
                lines.add(chart(store, query, null, PROVIDERS));
            }
            if (kind.equals("H2")) {
                database.close();
            }
            long bytes = kind.equals("H2") ? Files.size(folder.resolve("ccproxy.mv.db")) : bytes(database);
            System.out.printf(
                    "%s: %d providers, %d days: %.1f MB; charts: %s%n",
                    kind, PROVIDERS, DAYS, bytes / 1e6, String.join(", ", lines));
            assertThat(bytes).isLessThan(MAX_BYTES_OF_A_PROVIDER * PROVIDERS);
        } finally {
            database.close();
        }
    }

    /** H2 keeps what is replaced for 45 s before it uses the space again; here, 90 days pass within a minute. */
    private static void letTimePass(Database database) throws SQLException {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("SET RETENTION_TIME 0");
            }
        });
    }

    /** All that is kept of that time: a provider is away once a day. */
    private void fill(SqlStore store) throws SQLException {
        List<Row> rows = new ArrayList<>(List.of(WATCH));
        for (int p = 0; p < PROVIDERS; p++) {
            int number = 0;
            for (Step step : Step.values()) {
                Duration kept = step.kept().compareTo(Duration.ofDays(DAYS)) < 0 ? step.kept() : Duration.ofDays(DAYS);
                int end = step.begin(NOW);
                for (int begin = step.begin(NOW.minus(kept)); begin <= end; begin += step.minutes()) {
                    add(store, rows, new Bucket(new Bucket.Key(1, step, begin, "p" + p), figures(step)));
                }
            }
            for (int day = 0; day < DAYS; day++) {
                Instant begin = NOW.minus(Duration.ofDays(DAYS - day));
                Instant away = begin.plusSeconds(random.nextInt(80_000));
                Instant back = away.plusSeconds(random.nextInt(5_000));
                add(store, rows, period(p, number += 2, State.UP, "ok", begin, away));
                add(store, rows, period(p, number += 2, State.DOWN, "connection_refused", away, back));
                add(store, rows, period(p, number += 2, State.UP, "ok", back, begin.plus(Duration.ofDays(1))));
            }
        }
        store.write(rows);
    }

    private static void add(SqlStore store, List<Row> rows, Row row) throws SQLException {
        rows.add(row);
        if (rows.size() == BATCH) {
            store.write(rows);
            rows.clear();
        }
    }

    private static Period period(int provider, int number, State state, String reason, Instant begin, Instant end) {
        int unique = provider * 1_000_000 + number;
        return new Period(
                1, unique, "p" + provider, state, reason, null, begin, end, state == State.DOWN ? begin : null);
    }

    private Figures figures(Step step) {
        long length = step.minutes() * 60_000L;
        long down = random.nextInt(100);
        long checks = length / 15_000;
        Phase phase = new Phase(checks, checks * (1000 + random.nextInt(100_000)));
        return new Figures(
                length - down,
                0,
                down,
                new Figures.Checks(checks, 0, phase, phase, phase, phase, phase, 200_000),
                new Traffic(checks, Map.of("overloaded", 2L), phase));
    }

    private static String chart(SqlStore store, String text, @Nullable String provider, int count) throws SQLException {
        long[] nanos = new long[15];
        HistoryQuery query = HistoryQuery.of(text, provider, count, NOW);
        for (int i = -nanos.length; i < nanos.length; i++) {
            long begin = System.nanoTime();
            Points points = new Points(query);
            store.buckets(Step.dividing(query.step()), query.scope()).forEach(points::add);
            store.periods(query.scope());
            assertThat(points.of("p0")).isNotEmpty();
            // The first half of them is for the compiler.
            nanos[Math.max(i, 0)] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        Duration median = Duration.ofNanos(nanos[nanos.length / 2]);
        if (MEASURED && provider != null) {
            assertThat(median).as("%s of %s", text, provider).isLessThan(MAX_CHART);
        }
        return text + (provider == null ? " of all " : " of one ") + Math.round(median.toNanos() / 1e5) / 10.0 + " ms";
    }

    private static long bytes(Database database) throws SQLException {
        return database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT SUM(pg_total_relation_size(oid)) FROM pg_class"
                            + " WHERE relkind = 'r' AND relname LIKE 'ccproxy%'")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void costsLittleToWrite(String kind) throws SQLException {
        Database database = database(kind);
        try {
            String[] names =
                    IntStream.range(0, PROVIDERS).mapToObj(i -> "p" + i).toArray(String[]::new);
            SimulatedNode node = new SimulatedNode(new SqlStore(database), "a", NOW, Duration.ofSeconds(15), names);
            Instant warm = NOW.plusSeconds(180);
            node.run(NOW, warm, Reason.OK);
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = system.getProcessCpuTime();
            node.run(warm, warm.plusSeconds(600), Reason.OK);
            double percent = (system.getProcessCpuTime() - before) / 600e9 * 100;
            System.out.printf("%s: %d providers: %.2f %% of a core%n", kind, PROVIDERS, percent);
            if (MEASURED) {
                assertThat(percent).isLessThan(1);
            }
        } finally {
            database.close();
        }
    }
}
