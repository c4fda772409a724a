package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.history.HistoryReport.Incident;
import dev.ccproxy.monitor.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of 200 outages, in simulated time, with ten restarts and two crashes: what the history says equals the script. */
class HistoryDayTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-12-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int OUTAGES = 200;
    private static final long SLOT = 86_400_000 / OUTAGES;

    private record Span(long from, long to) {
        boolean has(long time) {
            return time >= from && time < to;
        }

        long length() {
            return to - from;
        }

        long common(Span other) {
            return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
        }
    }

    private final Random random = new Random(20261201);
    private final List<Span> outages = new ArrayList<>();
    private final List<Span> off = new ArrayList<>();
    private final List<Boolean> crashes = new ArrayList<>();

    @Test
    void isTheScript(@TempDir Path directory) throws SQLException {
        Database database = Databases.file(directory);
        try {
            SqlStore store = new SqlStore(database);
            script();
            play(store);
            compare(store);
        } finally {
            database.close();
        }
    }

    /** In each slot one outage; every seventeenth slot has an end of the program, in the outage or after it. */
    private void script() {
        for (int i = 0; i < OUTAGES; i++) {
            long begin = i * SLOT + 30_000 + random.nextInt(100_000);
            Span outage = new Span(begin, begin + 60_000 + random.nextInt(180_000));
            outages.add(outage);
            if (i % 17 == 5) {
                int number = off.size();
                long end = number % 2 == 0 ? outage.to() + 20_000 : outage.from() + 20_000;
                off.add(new Span(end, end + 25_000));
                crashes.add(number == 3 || number == 8);
            }
        }
        assertThat(off).hasSize(12);
    }

    private Reason world(Instant instant) {
        long time = instant.toEpochMilli() - MIDNIGHT.toEpochMilli();
        for (Span outage : outages) {
            if (outage.has(time)) {
                return (time - outage.from()) < 30_000 ? Reason.CONNECTION_REFUSED : Reason.CONNECT_TIMEOUT;
            }
        }
        return Reason.OK;
    }

    private void play(HistoryStore store) throws SQLException {
        Function<Instant, Reason> world = this::world;
        long begin = 0;
        for (int i = 0; i <= off.size(); i++) {
            long end = i < off.size() ? off.get(i).from() : 86_400_000;
            Instant from = MIDNIGHT.plusMillis(begin);
            SimulatedNode node = new SimulatedNode(store, "one", from, INTERVAL, "p");
            node.run(from, MIDNIGHT.plusMillis(end), world);
            if (i == off.size() || !crashes.get(i)) {
                node.stop(MIDNIGHT.plusMillis(end));
            }
            begin = i < off.size() ? off.get(i).to() : end;
        }
    }

    private void compare(HistoryStore store) throws SQLException {
        Instant end = MIDNIGHT.plus(Duration.ofDays(1));
        Scope day = new Scope(MIDNIGHT, end, null, null);
        Map<Long, Watch> watches =
                store.watches(MIDNIGHT).stream().collect(Collectors.toMap(Watch::id, Function.identity()));
        assertThat(watches).hasSize(13);

        List<Incident> incidents = new ArrayList<>(Incidents.of(store.periods(day), watches, watch -> false));
        incidents.sort(Comparator.comparing(Incident::beganAt));
        assertThat(incidents).hasSize(OUTAGES);
        for (int i = 0; i < OUTAGES; i++) {
            Span outage = outages.get(i);
            Incident incident = incidents.get(i);
            assertThat(incident.durationSeconds())
                    .as("%s of %s", incident, outage)
                    .isCloseTo(outage.length() / 1000.0, within(INTERVAL.toMillis() / 1000.0));
            assertThat(Duration.between(MIDNIGHT.plusMillis(outage.from()), incident.beganAt()))
                    .isBetween(Duration.ZERO, INTERVAL);
            assertThat(incident.reasons().get(0).reason()).isEqualTo("connection_refused");
            assertThat(incident.reasons().get(incident.reasons().size() - 1).reason())
                    .isEqualTo("connect_timeout");
        }
        for (Step step : Step.values()) {
            Figures figures = store.times(step, day).getOrDefault("p", Figures.NONE);
            assertThat(figures.availability()).isCloseTo(scripted(), within(0.0001));
            assertThat(figures.known()).isBetween(86_400_000 - 12 * 27_000L - 2 * 16_000L, 86_400_000 - 12 * 25_000L);
        }
    }

    /** While the program was off, nothing is known. */
    private double scripted() {
        long known = 86_400_000 - off.stream().mapToLong(Span::length).sum();
        long down = outages.stream()
                .mapToLong(outage ->
                        outage.length() - off.stream().mapToLong(outage::common).sum())
                .sum();
        return 1 - (double) down / known;
    }
}
