package dev.ccproxy.history;

import java.time.Instant;

/**
 * One node's watch over the providers with one reading of its clock: from a start of the program, or from a moment at which
 * the clock was set, for as long as the node is seen. Within it, all instants come from a monotonic clock.
 *
 * @param id random
 * @param node the name of the node
 * @param number of this watch among those of the node, in their true order; 0 until it is stored
 * @param continues whether the clock was set and nothing else, so that the watch before has ended when this one began
 * @param beganAt by the node's clock
 * @param seenUntil until when the node is known to have been watching
 */
record Watch(long id, String node, int number, boolean continues, Instant beganAt, Instant seenUntil) implements Row {

    @Override
    public Object key() {
        return id;
    }

    /** With its number. */
    Watch numbered(int its) {
        return new Watch(id, node, its, continues, beganAt, seenUntil);
    }
}
