package dev.ccproxy.monitor;

import java.util.Locale;

/** Whether a provider can be used. */
public enum State {
    /** Not known: no check has ended yet, or the last result is too old. */
    UNKNOWN,
    /** The last check found no problem. */
    UP,
    /** Can be used, with a problem: slow, errors, or a certificate that expires soon. */
    DEGRADED,
    /** Cannot be used. */
    DOWN,
    /** Switched off by the configuration. */
    DISABLED;

    /** The state as it is written in logs and responses, such as {@code up}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a provider in this state can be used: up or degraded. */
    public boolean active() {
        return this == UP || this == DEGRADED;
    }
}
