package dev.ccproxy.config;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.gateway.*} into {@link GatewaySettings}. */
final class GatewayReader {

    private static final String PING_AFTER = "ccproxy.gateway.ping-after";
    private static final String OFF = "off";

    private static final Duration MAX_DURATION = Duration.ofHours(1);

    private final ValueReader reader;

    GatewayReader(ValueReader reader) {
        this.reader = reader;
    }

    GatewaySettings read() {
        Duration firstByteTimeout = duration("ccproxy.gateway.first-byte-timeout");
        Duration failoverAfter = duration("ccproxy.gateway.failover-after");
        return new GatewaySettings(
                reader.size("ccproxy.gateway.max-body", 1024, 1024 * 1024 * 1024),
                reader.optionalNumber("ccproxy.gateway.max-requests", 1, 100_000),
                duration("ccproxy.gateway.connect-timeout"),
                firstByteTimeout,
                failoverAfter.compareTo(firstByteTimeout) < 0 ? failoverAfter : firstByteTimeout,
                duration("ccproxy.gateway.idle-timeout"),
                pingAfter());
    }

    /** With a fault, the longest. */
    private Duration duration(String key) {
        return Objects.requireNonNullElse(reader.duration(key, Duration.ofMillis(100), MAX_DURATION), MAX_DURATION);
    }

    private @Nullable Duration pingAfter() {
        return OFF.equalsIgnoreCase(reader.text(PING_AFTER))
                ? null
                : reader.duration(PING_AFTER, Duration.ofMillis(100), MAX_DURATION);
    }
}
