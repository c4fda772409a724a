package dev.ccproxy.config;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a key, and what it is good for.
 *
 * @param name several keys may have the same
 * @param team null for no team
 * @param lastDay the last day (UTC) on which the key is valid; null if it does not expire
 */
public record KeyHolder(
        String name,
        @Nullable String team,
        Role role,
        @Nullable LocalDate lastDay) {

    /** Of a key without a name. */
    static final KeyHolder DEFAULT = new KeyHolder("default", null, Role.OPERATOR, null);

    boolean expired(Instant now) {
        return lastDay != null && LocalDate.ofInstant(now, ZoneOffset.UTC).isAfter(lastDay);
    }
}
