package dev.ccproxy.status;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.monitor.State;

/** When the status is to be 503 instead of 200: the values of {@code ?fail=}. */
enum FailOn {
    /** When no provider is active. */
    DOWN,
    /** When any provider is not up. */
    DEGRADED;

    /** The one with this name; 400 if there is none. */
    static FailOn named(String name) {
        return switch (name) {
            case "down" -> DOWN;
            case "degraded" -> DEGRADED;
            default -> throw new ErrorException(ErrorType.INVALID_REQUEST, "fail must be down or degraded");
        };
    }

    boolean applies(StatusReport report) {
        return switch (this) {
            case DOWN -> report.status().providers().active().isEmpty();
            case DEGRADED -> report.overall() != State.UP;
        };
    }
}
