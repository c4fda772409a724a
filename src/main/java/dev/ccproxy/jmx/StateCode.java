package dev.ccproxy.jmx;

import dev.ccproxy.monitor.State;

/** A state as a number, greater for a worse one, for alerts with a threshold. */
final class StateCode {

    private StateCode() {}

    static int of(State state) {
        return switch (state) {
            case DISABLED -> -1;
            case UP -> 0;
            case DEGRADED -> 1;
            case UNKNOWN -> 2;
            case DOWN -> 3;
        };
    }
}
