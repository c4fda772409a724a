package dev.ccproxy.status;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.monitor.State;

/** When a poller wants 503 in the place of 200: the values of {@code ?fail=}. */
enum FailOn {
    /** When no provider is active. */
    DOWN,
    /** When any provider is not up. */
    DEGRADED;

    /** By its name; 400 for another. */
    static FailOn named(String name) {
        return switch (name) {
            case "down" -> DOWN;
            case "degraded" -> DEGRADED;
            default -> throw new ErrorException(ErrorType.INVALID_REQUEST, "fail is none of down, degraded");
        };
    }

    boolean at(StatusReport report) {
        return switch (this) {
            case DOWN -> report.status().providers().active().isEmpty();
            case DEGRADED -> report.overall() != State.UP;
        };
    }
}
