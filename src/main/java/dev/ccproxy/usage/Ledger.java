package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.database.Database;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.prices.Prices;
import dev.ccproxy.usage.UsageRecord.Operation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who used what, and what it cost: one record an attempt. Takes records without waiting, and has them written on a thread of
 * its own.
 */
public final class Ledger {

    private static final Logger LOG = System.getLogger(Ledger.class.getName());

    private static final int MIN_CAPACITY = 10_000;
    private static final int MAX_CAPACITY = 100_000;

    /** Of a record that waits; at most a sixth of the heap is for them. */
    private static final int BYTES_OF_A_RECORD = 640;

    private static final int PART_OF_HEAP = 6;

    /** What is written seldom is cheap: a transaction costs as much as some hundred attempts. */
    private static final long WRITE_EVERY_MILLIS = 1000;

    private static final long STOP_WITHIN_MILLIS = 2000;

    private final Prices prices;
    private final Budgets budgets;
    private final ZoneId zone;
    private final LedgerQueue queue;
    private final LedgerWriter writer;
    private final BudgetLeases leases;
    private final UsageReports reports;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Ledger::thread);

    Ledger(
            Optional<Database> database,
            UsageSettings settings,
            Prices prices,
            Budgets budgets,
            String node,
            InstantSource clock) {
        this(
                database.<UsageStore>map(each -> new SqlUsageStore(each, node)).orElseGet(MemoryUsageStore::new),
                settings,
                prices,
                budgets,
                capacity(),
                clock);
    }

    Ledger(
            UsageStore store,
            UsageSettings settings,
            Prices prices,
            Budgets budgets,
            int capacity,
            InstantSource clock) {
        this.prices = prices;
        this.budgets = budgets;
        zone = settings.timeZone();
        Lock lock = new ReentrantLock();
        queue = new LedgerQueue(capacity);
        writer = new LedgerWriter(queue, store, prices, budgets.slices(), lock, settings, clock);
        leases = new BudgetLeases(budgets.slices(), store, lock);
        reports = new UsageReports(store, writer, budgets, settings, clock);
    }

    private static int capacity() {
        long fitting = Runtime.getRuntime().maxMemory() / PART_OF_HEAP / BYTES_OF_A_RECORD;
        return (int) Math.max(MIN_CAPACITY, Math.min(MAX_CAPACITY, fitting));
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy ledger", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to write. */
    public void start() {
        Future<?> unused = thread.scheduleWithFixedDelay(
                writer::run, WRITE_EVERY_MILLIS, WRITE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        leases.start();
    }

    /**
     * Takes an attempt that has ended, and charges the budgets for it. Counting tokens costs nothing and is not in the ledger.
     */
    public void add(UsageRecord record) {
        if (record.operation() == Operation.MESSAGES) {
            String model = String.valueOf(record.model());
            LedgerEntry entry = LedgerEntry.of(record, model, prices, zone).chargedTo(budgets, prices);
            if (!queue.add(entry.bounded())) {
                budgets.slices().lost(entry.charges());
            }
        }
    }

    /**
     * Reads what is asked for, on another thread.
     *
     * @param query the raw query; null if there is none
     * @param then gets the report, or the exception that ends the request: not later than after 8 s, or at the
     *     application's end
     */
    void read(@Nullable String query, Client client, Consumer<Object> then) {
        reports.read(query, client, then);
    }

    /** Reads what a client has used of its budgets, on another thread, in the same way. */
    void readBudgets(Client client, Consumer<Object> then) {
        reports.readBudgets(client, then);
    }

    /** The present figures. */
    public LedgerFigures figures() {
        return writer.figures();
    }

    /** Writes what is left, if the store does not take too long, and ends. */
    public void stop() {
        try {
            thread.submit(writer::writeAll).get(STOP_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "The last attempts could not be written", e);
        }
        long left = figures().waiting();
        if (left > 0) {
            LOG.log(Level.WARNING, () -> "The last attempts could not be written to the ledger, and are lost: " + left);
        }
        leases.stop();
        // Without an interrupt, at which H2 would close its file, and lose what others are still writing.
        thread.shutdown();
        reports.stop();
    }
}
