package dev.ccproxy.history;

import dev.ccproxy.database.Acknowledgements;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.monitor.State;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that writes to an embedded database, without an end, as the history does: new rows, and others again and again.
 * Acknowledges numbered rows.
 */
final class Acknowledging {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final int PROVIDERS = 10;
    private static final int MAX_PAUSE_NANOS = 20_000_000;

    private final SqlStore store;

    private Acknowledging(SqlStore store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws SQLException {
        Database database = Databases.file(Path.of(arguments[0]));
        Acknowledging program = new Acknowledging(new SqlStore(database));
        Random random = new Random();
        int rows = program.count();
        Acknowledgements.acknowledge(rows);
        while (true) {
            LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
            rows += 1 + rows % 5;
            program.write(rows);
            Acknowledgements.acknowledge(rows);
        }
    }

    /** Up to a number; those that are there stay what they are. */
    private void write(int last) throws SQLException {
        List<Row> rows = new ArrayList<>();
        rows.add(new Watch(1, "n", 0, false, NOON, NOON.plusMillis(last)));
        for (int number = Math.max(last - 4, 1); number <= last; number++) {
            rows.add(new Annotation(1, number, NOON.plusMillis(number), "kind", "note " + number));
        }
        for (int i = 0; i < PROVIDERS; i++) {
            String provider = "p" + i;
            rows.add(new Period(1, last * PROVIDERS + i, provider, State.UP, "ok", null, NOON, null, null));
            Figures figures = new Figures(last, i, last, Figures.Checks.NONE, Traffic.NONE);
            for (Step step : Step.values()) {
                int begin = step.begin(NOON.plusSeconds(last));
                rows.add(new Bucket(new Bucket.Key(1, step, begin, provider), figures));
            }
        }
        store.write(rows);
    }

    /** How many there are without a gap; each range of numbers is a query of its own, because a query has its limit. */
    private int count() throws SQLException {
        int rows = 0;
        for (int found = -1; found != 0; rows += found) {
            Instant from = NOON.plusMillis(rows + 1L);
            found = (int) store.annotations(new Scope(from, from.plusMillis(1000), null, null)).stream()
                    .filter(annotation -> annotation.note() != null)
                    .count();
        }
        return rows;
    }
}
