package dev.ccproxy.usage;

import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetSlices;
import dev.ccproxy.limits.BudgetWindow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

/** Leases slices of budgets from the store, on a thread of its own: as soon as one is wanted, and before one ends. */
final class BudgetLeases {

    private static final Logger LOG = System.getLogger(BudgetLeases.class.getName());

    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long STOP_WITHIN_MILLIS = 1000;

    /** Two programs that use a new budget at once: the second one finds it with the next try. */
    private static final int MAX_TRIES = 4;

    private final BudgetSlices slices;
    private final UsageStore store;

    /** Held while charges are written down or a slice is leased, until this program knows what has become of it. */
    private final Lock lock;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Ledger::thread);
    private final AtomicBoolean wanted = new AtomicBoolean();
    private boolean failing;

    BudgetLeases(BudgetSlices slices, UsageStore store, Lock lock) {
        this.slices = slices;
        this.store = store;
        this.lock = lock;
    }

    void start() {
        slices.whenWanted(this::wanted);
        Future<?> unused =
                thread.scheduleWithFixedDelay(this::run, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void wanted() {
        if (wanted.compareAndSet(false, true)) {
            try {
                thread.execute(this::run);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "No slice is leased any more", e);
            }
        }
    }

    private void run() {
        wanted.set(false);
        try {
            for (BudgetWindow window : slices.due()) {
                if (lease(window, false)) {
                    boolean unused = lease(window, true);
                }
            }
            failing = false;
        } catch (SQLException | RuntimeException | OutOfMemoryError | LinkageError e) {
            slices.leaseFails();
            if (!failing) {
                LOG.log(
                        Level.WARNING,
                        "Budgets cannot be looked up: the " + store.storage() + " failed. What was leased is used"
                                + " up, and then ccproxy.budget.without-database decides",
                        e);
            }
            failing = true;
        }
    }

    /** Whether what this program has does not suffice, and is to be given back. */
    private boolean lease(BudgetWindow window, boolean givesBack) throws SQLException {
        slices.leaseBegins();
        long askedAt = System.nanoTime();
        if (failing) {
            store.reach();
        }
        lock.lock();
        try {
            BudgetClaim claim = slices.claim(window, givesBack);
            return claim != null && slices.leased(claim, lease(claim, MAX_TRIES), askedAt);
        } finally {
            lock.unlock();
        }
    }

    private BudgetLease lease(BudgetClaim claim, int tries) throws SQLException {
        try {
            return store.lease(claim);
        } catch (SQLException e) {
            if (tries > 1 && isAboutAnother(e)) {
                return lease(claim, tries - 1);
            }
            throw e;
        }
    }

    /** By the class of its SQLSTATE: a violated constraint, or a transaction that was rolled back for another's sake. */
    private static boolean isAboutAnother(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("23") || state.startsWith("40"));
    }

    /** Gives back what nobody uses, if the store does not take too long, and ends. */
    void stop() {
        try {
            Future<?> last = thread.submit(() -> {
                for (BudgetWindow window : slices.held()) {
                    boolean unused = lease(window, true);
                }
                return true;
            });
            Object unused = last.get(STOP_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Slices of budgets could not be given back, and end within a minute", e);
        }
        // Without an interrupt, at which H2 would close its file.
        thread.shutdown();
    }
}
