package dev.ccproxy.history;

import dev.ccproxy.database.StoreProblem;
import dev.ccproxy.monitor.CheckOutcome;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.WallClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history. One thread looks once a second what is new and puts it into a bounded queue; another writes the
 * queue into the store, and is the only one that waits for it.
 */
final class Historian {

    private static final Logger LOG = System.getLogger(Historian.class.getName());

    /** A store that is away for an hour loses nothing of 100 providers. */
    private static final int QUEUE_CAPACITY = 20_000;

    private static final int BATCH = 1000;

    /** The monotonic clock and the calendar never run quite alike. */
    private static final Duration MAX_DRIFT = Duration.ofMillis(500);

    /** What happened since the last time is lost in a crash, and not known for ever. */
    private static final Duration KEEP_EVERY = Duration.ofSeconds(5);

    private static final Duration FIRST_PRUNE_AFTER = Duration.ofMinutes(10);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    private final HistoryStore store;
    private final Monitor monitor;
    private final TrafficCounter traffic;
    private final String node;
    private final Map<String, String> settings;
    private final WallClock clock;
    private final Runnable afterBuckets;
    private final StoreProblem problem;
    private final RowQueue queue = new RowQueue(QUEUE_CAPACITY);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(Historian::thread);
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(Historian::thread);

    private volatile @Nullable Recorder recorder;

    // Of the scheduler's thread.
    private boolean wasOff;
    private Duration bucketsAt = Duration.ZERO;

    // Of the writer's thread.
    private Duration seenAt = Duration.ZERO;
    /** Not before the clock has been what it is for a while: one that is ahead would have everything forgotten. */
    private volatile Duration prunedAt = FIRST_PRUNE_AFTER.minus(PRUNE_EVERY);

    private boolean settingsCompared;
    private boolean bucketsKept;

    /**
     * One that has not begun.
     *
     * @param afterBuckets what is to be done on the writer's thread when rows were kept, once there are buckets
     */
    Historian(
            HistoryStore store,
            Monitor monitor,
            TrafficCounter traffic,
            String node,
            Map<String, String> settings,
            WallClock clock,
            Runnable afterBuckets) {
        this.store = store;
        this.monitor = monitor;
        this.traffic = traffic;
        this.node = node;
        this.settings = settings;
        this.clock = clock;
        this.afterBuckets = afterBuckets;
        String meanwhile = "What is new waits in memory, up to " + QUEUE_CAPACITY + " rows";
        problem = new StoreProblem(
                LOG, "history", meanwhile, store.storage(), () -> monitor.now().toNanos());
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy history", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        Duration now = monitor.now();
        recorder = watch(false, now);
        monitor.observe(this::observe);
        Future<?> unusedLooking = scheduler.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
        Future<?> unusedWriting = writer.scheduleWithFixedDelay(this::write, 100, 500, TimeUnit.MILLISECONDS);
    }

    private Recorder watch(boolean continues, Duration now) {
        return new Recorder(
                ThreadLocalRandom.current().nextLong(Long.MAX_VALUE),
                node,
                continues,
                clock.origin(now),
                monitor.snapshot(),
                now);
    }

    private void observe(CheckOutcome outcome) {
        Recorder present = recorder;
        if (present != null) {
            present.check(outcome);
        }
    }

    /** Writes down what happened to the program. */
    void annotate(String kind, @Nullable String note) {
        Recorder present = recorder;
        if (present != null) {
            present.annotate(kind, note, monitor.now());
        }
    }

    private void look() {
        try {
            Recorder present = recorder;
            if (present != null) {
                look(present, monitor.now());
            }
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // The scheduler never runs a task again that has thrown something.
            LOG.log(Level.ERROR, "Recording the history failed", e);
        }
    }

    private void look(Recorder before, Duration now) {
        Recorder present = before;
        Instant origin = clock.origin(now);
        Duration by = Duration.between(before.origin(), origin);
        boolean off = by.abs().compareTo(MAX_DRIFT) > 0;
        // Once may be a thread that had to wait between looking at the one clock and at the other.
        boolean set = off && wasOff;
        wasOff = off && !set;
        if (set) {
            prunedAt = now;
            finish(before, now);
            present = watch(true, now);
            recorder = present;
            present.annotate("clock_set", "by " + (by.isNegative() ? "" : "+") + by.toMillis() / 1000.0 + " s", now);
        }
        present.tick(monitor.snapshot(), now);
        for (var each : traffic.more().entrySet()) {
            present.traffic(each.getKey(), each.getValue(), now);
        }
        queue.add(present.changes(now));
        if (now.minus(bucketsAt).compareTo(KEEP_EVERY) >= 0) {
            bucketsAt = now;
            present.handOverBuckets(now, queue::add);
        }
    }

    /** Everything that a watch has seen goes into the queue. */
    private void finish(Recorder before, Duration now) {
        before.tick(monitor.snapshot(), now);
        queue.add(before.changes(now));
        before.handOverBuckets(now, queue::add);
    }

    /** Writes what is due, unless the store has failed a moment ago. */
    private void write() {
        if (!problem.isPausing()) {
            writeDue();
        }
    }

    private void writeDue() {
        try {
            Duration now = monitor.now();
            // Only that the watch goes on is no hurry; but whether a store is back is seen by writing.
            if (queue.size() > 1 || problem.isThere() || now.minus(seenAt).compareTo(KEEP_EVERY) >= 0) {
                seenAt = now;
                if (!settingsCompared) {
                    compareSettings();
                }
                writeAll();
            }
            if (now.minus(prunedAt).compareTo(PRUNE_EVERY) >= 0) {
                store.prune(clock.origin(now).plus(now));
                prunedAt = now;
            }
            problem.solved();
        } catch (SQLException | RuntimeException | OutOfMemoryError | LinkageError e) {
            problem.failed(e);
        }
    }

    /** Once: what has changed since the last start is written down before the settings take the place of the old ones. */
    private void compareSettings() throws SQLException {
        Recorder present = recorder;
        List<String> changed = store.changedSettings(node, settings);
        if (!changed.isEmpty() && present != null) {
            Duration now = monitor.now();
            present.annotate("configuration_changed", String.join(", ", changed), now);
            queue.add(present.changes(now));
        }
        writeAll();
        store.keepSettings(node, settings);
        settingsCompared = true;
    }

    private void writeAll() throws SQLException {
        for (List<Row> rows = queue.first(BATCH); !rows.isEmpty(); rows = queue.first(BATCH)) {
            keep(rows);
            queue.kept(rows);
            bucketsKept |= rows.stream().anyMatch(Bucket.class::isInstance);
            if (rows.size() < BATCH) {
                break;
            }
        }
        if (bucketsKept) {
            afterBuckets.run();
        }
    }

    private void keep(List<Row> rows) throws SQLException {
        try {
            store.write(rows);
        } catch (SQLException e) {
            if (!StoreProblem.isAboutTheRows(e)) {
                throw e;
            }
            for (Row row : rows) {
                keep(row);
            }
        }
    }

    /** One that the database will never take must not stop the others. */
    private void keep(Row row) throws SQLException {
        try {
            store.write(List.of(row));
        } catch (SQLException e) {
            if (!StoreProblem.isAboutTheRows(e)) {
                throw e;
            }
            queue.refused();
            LOG.log(
                    Level.WARNING,
                    "The " + store.storage() + " refuses a row of the history, which is lost: " + row.key(),
                    e);
        }
    }

    StoreProblem problem() {
        return problem;
    }

    /** How many rows wait to be kept. */
    int waiting() {
        return queue.size();
    }

    /** How many rows were lost, because too many were waiting. */
    long lost() {
        return queue.lost();
    }

    /** What has been seen and is not kept yet, the newest state of a bucket last. */
    List<Bucket> unkeptBuckets() {
        // In this order: what the recorder hands over to the queue meanwhile is in both.
        Recorder present = recorder;
        List<Bucket> newest = present == null ? List.of() : present.unkeptBuckets();
        List<Bucket> unkept = new ArrayList<>(queue.buckets());
        unkept.addAll(newest);
        return unkept;
    }

    /** Keeps what is there, if the store does not take too long, and ends. */
    void stop() {
        scheduler.shutdown();
        Recorder present = recorder;
        recorder = null;
        if (present != null) {
            Duration now = monitor.now();
            present.annotate("stopped", null, now);
            finish(present, now);
            Future<?> last = writer.submit(this::writeDue);
            try {
                last.get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.WARNING, "The last rows of the history could not be kept: " + queue.size());
            }
        }
        // Without an interrupt, at which H2 would close its file, and lose what others are still writing.
        writer.shutdown();
    }
}
