package dev.ccproxy.config;

import java.util.Locale;

/** What a key is good for. */
public enum Role {
    /** Uses {@code /v1} and reads the status. */
    CLIENT,
    /** Reads the status. */
    MONITOR,
    /** Everything. */
    OPERATOR;

    /** As the key file has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
