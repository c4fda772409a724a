package dev.ccproxy.usage;

import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.database.StoreProblem;
import dev.ccproxy.limits.BudgetSlices;
import dev.ccproxy.prices.Prices;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;

/** Brings attempts from the queue into the store, in batches; all on one thread, the only one that waits for the store. */
final class LedgerWriter {

    private static final Logger LOG = System.getLogger(LedgerWriter.class.getName());

    /** So many attempts wait at most to be added up; reading the sums takes longer with each. */
    private static final int ADD_UP_AFTER = 20_000;

    private static final Duration ADD_UP_EVERY = Duration.ofSeconds(10);

    /** A new sum that another program has just written, too: with the next try it is there. */
    private static final int MAX_TRIES = 3;

    private static final Duration FIRST_PRUNE_AFTER = Duration.ofMinutes(10);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    private final LedgerQueue queue;
    private final UsageStore store;
    private final Prices prices;
    private final BudgetSlices slices;
    private final Lock lock;
    private final ZoneId zone;
    private final Duration retention;
    private final InstantSource clock;
    private final StoreProblem problem;
    private final SumModels models = new SumModels();
    private final Map<String, BigDecimal> costs = new ConcurrentHashMap<>();

    /** Taken from the queue and not yet written for certain; the first may be written already. */
    private final Deque<Batch> pending = new ArrayDeque<>();

    private final BatchSize size = new BatchSize();
    private volatile int inPending;
    private long batches;
    private int tries;
    private int toAddUp;
    private long addUpAt = System.nanoTime() + ADD_UP_EVERY.toNanos();

    /** Not before the clock has been what it is for a while: one that is ahead would have everything forgotten. */
    private long pruneAt = System.nanoTime() + FIRST_PRUNE_AFTER.toNanos();

    LedgerWriter(
            LedgerQueue queue,
            UsageStore store,
            Prices prices,
            BudgetSlices slices,
            Lock lock,
            UsageSettings settings,
            InstantSource clock) {
        this.queue = queue;
        this.store = store;
        this.prices = prices;
        this.slices = slices;
        this.lock = lock;
        zone = settings.timeZone();
        retention = settings.retention();
        this.clock = clock;
        problem = new StoreProblem(LOG, "ledger", "Attempts wait in memory", store.storage(), System::nanoTime);
    }

    /** Writes everything that waits, unless the store has failed a moment ago. */
    void run() {
        if (!problem.isPausing()) {
            writeAll();
        }
    }

    /** The same, even if it has failed a moment ago. */
    void writeAll() {
        try {
            if (problem.isThere()) {
                store.reach();
            }
            while (next()) {
                write();
                addUp(toAddUp >= ADD_UP_AFTER);
            }
            addUp(System.nanoTime() - addUpAt >= 0);
            if (System.nanoTime() - pruneAt >= 0) {
                prune();
            }
            problem.solved();
        } catch (SQLException | RuntimeException | OutOfMemoryError | LinkageError e) {
            problem.failed(e);
        }
    }

    /** Whether there is something to be written. */
    private boolean next() {
        if (pending.isEmpty()) {
            List<LedgerEntry> taken = queue.take(size.get());
            if (taken.isEmpty()) {
                return false;
            }
            // Once for each attempt, so that a batch that is written again is the same.
            pending.add(batch(taken.stream().map(this::named).toList()));
            count();
            queue.kept(taken.size());
        }
        return true;
    }

    private LedgerEntry named(LedgerEntry entry) {
        UsageRecord record = entry.record();
        if (entry.cost() != null) {
            costs.merge(Objects.requireNonNullElse(record.client().team(), ""), entry.cost(), BigDecimal::add);
        }
        return entry.of(models.of(record, () -> prices.isKnown(record.provider(), record.model(), entry.day())));
    }

    private Batch batch(List<LedgerEntry> entries) {
        batches++;
        return new Batch(batches, entries);
    }

    private void count() {
        inPending = pending.stream().mapToInt(batch -> batch.entries().size()).sum();
    }

    private void addUp(boolean due) throws SQLException {
        if (due) {
            boolean more = true;
            while (more) {
                more = store.addUp();
            }
            toAddUp = 0;
            addUpAt = System.nanoTime() + ADD_UP_EVERY.toNanos();
        }
    }

    private void write() throws SQLException {
        Batch first = pending.getFirst();
        int written = 0;
        // The lock waits for the store, too.
        long begun = System.nanoTime();
        lock.lock();
        try {
            store.write(first);
            written = first.entries().size();
            slices.booked(first.charges());
            pending.removeFirst();
            toAddUp += written;
            tries = 0;
        } catch (SQLException e) {
            if (!StoreProblem.isAboutTheRows(e)) {
                throw e;
            }
            refused(first, e);
        } finally {
            lock.unlock();
            size.took(written, Duration.ofNanos(System.nanoTime() - begun));
        }
        count();
    }

    /** One attempt that the database will never take must not stop the others. */
    private void refused(Batch batch, SQLException refusal) {
        tries++;
        if (tries < MAX_TRIES) {
            return;
        }
        tries = 0;
        pending.removeFirst();
        if (batch.entries().size() == 1) {
            queue.refused();
            slices.lost(batch.charges());
            LOG.log(
                    Level.WARNING,
                    () -> "The " + store.storage() + " refuses an attempt, which is lost: request "
                            + batch.entries().get(0).record().requestId(),
                    refusal);
            return;
        }
        batch.entries().forEach(entry -> pending.add(batch(List.of(entry))));
    }

    private void prune() throws SQLException {
        Instant before = clock.instant().minus(retention);
        boolean more = store.prune(before, LocalDate.ofInstant(before, zone));
        pruneAt = System.nanoTime() + (more ? Duration.ofMillis(200) : PRUNE_EVERY).toNanos();
    }

    StoreProblem problem() {
        return problem;
    }

    /** While a batch is taken from the queue, its attempts wait twice rather than not at all. */
    LedgerFigures figures() {
        return new LedgerFigures(
                !problem.isThere(),
                queue.size() + (long) inPending,
                queue.lost() + store.forgotten(),
                Map.copyOf(costs));
    }
}
