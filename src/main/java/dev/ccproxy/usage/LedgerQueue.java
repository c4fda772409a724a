package dev.ccproxy.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Attempts on their way to the store. Taking one never waits; one that does not fit is lost, and counted. */
final class LedgerQueue {

    private static final System.Logger LOG = System.getLogger(LedgerQueue.class.getName());

    private final LinkedBlockingQueue<LedgerEntry> entries;
    private final LongAdder lost = new LongAdder();
    private final AtomicBoolean told = new AtomicBoolean();

    LedgerQueue(int capacity) {
        entries = new LinkedBlockingQueue<>(capacity);
    }

    /** Whether it is on its way now. */
    boolean add(LedgerEntry entry) {
        if (entries.offer(entry)) {
            return true;
        }
        lost.increment();
        if (told.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The ledger is full: attempts are not counted any more, until the database takes what waits;"
                            + " ccproxy_ledger_lost_attempts says how many were lost");
        }
        return false;
    }

    /** The oldest, which are in the queue no longer. */
    List<LedgerEntry> take(int max) {
        List<LedgerEntry> taken = new ArrayList<>();
        int unused = entries.drainTo(taken, max);
        if (entries.isEmpty()) {
            told.set(false);
        }
        return taken;
    }

    /** Counts one that no store takes as lost. */
    void refused() {
        lost.increment();
    }

    int size() {
        return entries.size();
    }

    long lost() {
        return lost.sum();
    }
}
