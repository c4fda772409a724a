package dev.ccproxy.monitor;

import java.util.Locale;

/** How a provider is. */
public enum State {
    /** Not known: no check has finished yet, or the last is too old. */
    UNKNOWN,
    /** Usable. */
    UP,
    /** Usable, but. */
    DEGRADED,
    /** Not usable. */
    DOWN,
    /** Switched off by the configuration. */
    DISABLED;

    /** The state as it is written in logs and answers, such as {@code up}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether requests can be sent to a provider in this state.
     *
     * @return true for up and degraded
     */
    public boolean active() {
        return this == UP || this == DEGRADED;
    }
}
