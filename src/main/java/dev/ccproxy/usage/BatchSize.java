package dev.ccproxy.usage;

import java.time.Duration;

/**
 * How many attempts are written at once. What many of them have in common, a transaction, the budgets and the sums, is written
 * once for all; but a database that is slow, or far away, must be done with them long before its time is up, because what
 * was given up is tried again as it is.
 */
final class BatchSize {

    static final int MAX = 5000;
    private static final int MIN = 100;
    private static final int FIRST = 1000;

    private static final Duration QUICK = Duration.ofMillis(500);
    private static final Duration SLOW = Duration.ofSeconds(2);

    private int size = FIRST;

    int get() {
        return size;
    }

    /** So many were written within a time. */
    void took(int written, Duration time) {
        if (time.compareTo(SLOW) > 0) {
            size = Math.max(MIN, size / 2);
        } else if (written >= size && time.compareTo(QUICK) < 0) {
            size = Math.min(MAX, size * 2);
        }
    }
}
