package dev.ccproxy.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Attempts on their way to the store. Taking one never waits; one that does not fit is lost, and counted. */
final class LedgerQueue {

    private static final System.Logger LOG = System.getLogger(LedgerQueue.class.getName());

    /** Without a lock, in which many threads would wait for each other. */
    private final Queue<LedgerEntry> entries = new ConcurrentLinkedQueue<>();

    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final LongAdder lost = new LongAdder();
    private final AtomicBoolean told = new AtomicBoolean();

    LedgerQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Whether it is on its way now. */
    boolean add(LedgerEntry entry) {
        if (size.incrementAndGet() <= capacity) {
            return entries.add(entry);
        }
        int unused = size.decrementAndGet();
        lost.increment();
        if (told.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The ledger is full: attempts are not counted any more, until the database takes what waits;"
                            + " ccproxy_ledger_lost_attempts says how many were lost");
        }
        return false;
    }

    /** The oldest, which are in the queue no longer; until {@link #kept}, they count as if they were. */
    List<LedgerEntry> take(int max) {
        List<LedgerEntry> taken = new ArrayList<>();
        for (LedgerEntry next = entries.poll(); next != null; next = taken.size() < max ? entries.poll() : null) {
            taken.add(next);
        }
        return taken;
    }

    /** So many of those that were taken are kept elsewhere. */
    void kept(int count) {
        int unused = size.addAndGet(-count);
        if (entries.isEmpty()) {
            told.set(false);
        }
    }

    /** Counts one that no store takes as lost. */
    void refused() {
        lost.increment();
    }

    int size() {
        return size.get();
    }

    long lost() {
        return lost.sum();
    }
}
