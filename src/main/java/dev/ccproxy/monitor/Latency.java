package dev.ccproxy.monitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the phases of a check took. A phase that was not come to, or not to its end, is null. Through a proxy, the
 * lookup is of the proxy's name, and the connection is the one through the proxy.
 *
 * @param dns the lookup of the name; null for a numeric address
 * @param connect from the first attempt to a connection, over all addresses of the name
 * @param tls the handshake
 * @param firstByte from the request to the end of the answer's head
 * @param total the whole check, also of one that failed; null where nobody was asked
 */
public record Latency(
        @Nullable Duration dns,
        @Nullable Duration connect,
        @Nullable Duration tls,
        @Nullable Duration firstByte,
        @Nullable Duration total) {

    /** Of a check that asked nobody. */
    public static final Latency NONE = new Latency(null, null, null, null, null);
}
