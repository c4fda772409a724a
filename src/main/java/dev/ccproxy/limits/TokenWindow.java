package dev.ccproxy.limits;

/**
 * The tokens of the last minute, in slots of 100 ms. Those of a slot leave the window together, 60 s after the end of the
 * slot: up to 100 ms late and never early, so that no window of 60 s has more of them than were let in.
 */
final class TokenWindow {

    private static final long SLOT = 100_000_000L;

    /** Those of a minute, and the one that is under way. */
    private static final int SLOTS = (int) (RequestWindow.MINUTE / SLOT) + 1;

    /** A ring, by the number of the slot; empty as long as nothing was added. */
    private long[] slots = {};

    private long newest;
    private long sum;
    private long open;

    /** How many there are. */
    long sum(long now) {
        long slot = now / SLOT;
        for (long each = Math.max(newest + 1, slot - SLOTS + 1); each <= slot && sum > 0; each++) {
            int index = index(each);
            sum -= slots[index];
            slots[index] = 0;
        }
        newest = Math.max(newest, slot);
        return sum;
    }

    /** How many are reserved by requests that are still under way. */
    long open() {
        return open;
    }

    /** How long until there is room for so many more, which the limit allows at all; 0 if there is. */
    long untilRoom(long now, long tokens, long limit) {
        long left = sum(now);
        if (left + tokens <= limit) {
            return 0;
        }
        long slot = Math.max(0, newest - SLOTS + 1);
        for (; left + tokens > limit && slot <= newest; slot++) {
            left -= slots[index(slot)];
        }
        // Until the last one that must leave has left.
        return (slot - 1 + SLOTS) * SLOT - now;
    }

    /** Adds tokens, and tells their slot. */
    long add(long now, long tokens) {
        long before = sum(now);
        if (slots.length == 0) {
            slots = new long[SLOTS];
        }
        slots[index(newest)] += tokens;
        sum = before + tokens;
        return newest;
    }

    /** Takes tokens back out of their slot, if they are still there. */
    void remove(long now, long slot, long tokens) {
        long before = sum(now);
        if (slot > newest - SLOTS) {
            slots[index(slot)] -= tokens;
            sum = before - tokens;
        }
    }

    /** A request has reserved so many; negative for one that has ended. */
    void open(long tokens) {
        open += tokens;
    }

    private static int index(long slot) {
        return (int) (slot % SLOTS);
    }
}
