package dev.ccproxy.gateway;

import org.jspecify.annotations.Nullable;

/** Searches an exception, its causes, and what it suppressed. */
final class Causes {

    private Causes() {}

    /** Whether one of them has a type. */
    static boolean isOf(Throwable thrown, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
            for (Throwable suppressed : cause.getSuppressed()) {
                if (isOf(suppressed, type)) {
                    return true;
                }
            }
        }
        return false;
    }
}
