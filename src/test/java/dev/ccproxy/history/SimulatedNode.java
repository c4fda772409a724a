package dev.ccproxy.history;

import dev.ccproxy.monitor.CheckOutcome;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.SimulatedMonitor;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** One run of the program, from its start to its end, in simulated time: checks, looks and writes as {@link Historian} does. */
final class SimulatedNode {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration KEEP_EVERY = Duration.ofSeconds(5);

    private final HistoryStore store;
    private final String node;
    private final List<String> names;
    private final Instant start;
    private final SimulatedMonitor monitor;
    private final RowQueue queue = new RowQueue(20_000);
    private Recorder recorder;
    private Duration lookedAt = Duration.ZERO;
    private Duration writtenAt = Duration.ZERO;
    private Duration bucketsAt = Duration.ZERO;

    SimulatedNode(HistoryStore store, String node, Instant start, Duration interval, String... names) {
        this.store = store;
        this.node = node;
        this.start = start;
        this.names = List.of(names);
        monitor = new SimulatedMonitor(interval, interval.multipliedBy(4), names);
        recorder = watch(false, start, Duration.ZERO);
        recorder.annotate("started", null, Duration.ZERO);
    }

    private Recorder watch(boolean continues, Instant origin, Duration now) {
        long id = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return new Recorder(id, node, continues, origin, monitor.snapshot(), now);
    }

    /** Until an instant of true time, with the same result of each check. */
    void run(Instant from, Instant to, Reason always) throws SQLException {
        run(from, to, (Instant instant) -> always);
    }

    /** Until an instant of true time, with what a check would find at each. */
    void run(Instant from, Instant to, Function<Instant, Reason> world) throws SQLException {
        for (Instant instant = from; instant.isBefore(to); instant = instant.plusMillis(50)) {
            Duration now = Duration.between(start, instant);
            for (String name : names) {
                if (monitor.isDue(name, now)) {
                    CheckOutcome outcome = monitor.check(name, world.apply(instant), now);
                    recorder.check(outcome);
                }
            }
            if (now.minus(lookedAt).compareTo(LOOK_EVERY) >= 0) {
                lookedAt = now;
                look(now);
            }
        }
    }

    private void look(Duration now) throws SQLException {
        recorder.tick(monitor.snapshot(), now);
        queue.add(recorder.changes(now));
        if (now.minus(bucketsAt).compareTo(KEEP_EVERY) >= 0) {
            bucketsAt = now;
            recorder.handOverBuckets(now, queue::add);
        }
        if (queue.size() > 1 || now.minus(writtenAt).compareTo(KEEP_EVERY) >= 0) {
            writtenAt = now;
            write();
        }
    }

    private void write() throws SQLException {
        List<Row> rows = queue.first(Integer.MAX_VALUE);
        store.write(rows);
        queue.kept(rows);
    }

    /** Somebody sets the clock. */
    void setClock(Duration by, Instant at) throws SQLException {
        Duration now = Duration.between(start, at);
        Instant origin = recorder.origin().plus(by);
        finish(now);
        recorder = watch(true, origin, now);
    }

    /** An orderly end. */
    void stop(Instant at) throws SQLException {
        finish(Duration.between(start, at));
    }

    private void finish(Duration now) throws SQLException {
        recorder.tick(monitor.snapshot(), now);
        queue.add(recorder.changes(now));
        recorder.handOverBuckets(now, queue::add);
        write();
    }
}
