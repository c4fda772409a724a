package dev.ccproxy.monitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the phases of a check took; null for a phase that the check did not finish. Through a proxy, the lookup is that
 * of the proxy's name, and the connection is the one through the proxy.
 *
 * @param dns the name lookup; null for a numeric address
 * @param connect from the first attempt to a connection, over all addresses of the name
 * @param tls the TLS handshake
 * @param firstByte from the start of the request to the end of the response's headers
 * @param total the whole check, also of one that failed; null if no request was sent
 */
public record Latency(
        @Nullable Duration dns,
        @Nullable Duration connect,
        @Nullable Duration tls,
        @Nullable Duration firstByte,
        @Nullable Duration total) {

    /** Of a check that sent no request. */
    public static final Latency NONE = new Latency(null, null, null, null, null);
}
