package dev.ccproxy.limits;

import java.util.Arrays;

/**
 * When the requests of the last minute began, in nanoseconds. A request leaves the window 60 s after it began, so that no
 * window of 60 s, wherever it begins, has more of them than the limit. Takes as much memory as there are requests in it.
 */
final class RequestWindow {

    /** Nanoseconds. */
    static final long MINUTE = 60_000_000_000L;

    private static final int MIN_CAPACITY = 16;

    /** A ring; the oldest is first. */
    private long[] times = new long[MIN_CAPACITY];

    private int first;
    private int size;

    /** How long until there is room for one more; 0 if there is. */
    long untilRoom(long now, int limit) {
        int used = size(now);
        return used < limit ? 0 : at(used - limit) + MINUTE - now;
    }

    /** Adds a request, which is not older than those that are there. */
    void add(long now) {
        if (size == times.length) {
            resize(2 * size);
        }
        times[(first + size) % times.length] = now;
        size++;
    }

    /** Takes back a request of this time, if it is still there. */
    void remove(long time) {
        int index = size - 1;
        while (index >= 0 && at(index) > time) {
            index--;
        }
        if (index < 0 || at(index) != time) {
            return;
        }
        for (; index < size - 1; index++) {
            times[(first + index) % times.length] = at(index + 1);
        }
        size--;
    }

    /** How many there are. */
    int size(long now) {
        while (size > 0 && now - at(0) >= MINUTE) {
            first = (first + 1) % times.length;
            size--;
        }
        if (size < times.length / 4 && times.length > MIN_CAPACITY) {
            resize(times.length / 2);
        }
        return size;
    }

    private long at(int index) {
        return times[(first + index) % times.length];
    }

    private void resize(int capacity) {
        long[] resized = new long[capacity];
        Arrays.setAll(resized, index -> index < size ? at(index) : 0);
        times = resized;
        first = 0;
    }
}
