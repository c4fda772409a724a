package dev.ccproxy.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway allows, and how long it waits.
 *
 * @param maxBody {@code ccproxy.gateway.max-body}: bytes of a request's body, decompressed
 * @param maxRequests {@code ccproxy.gateway.max-requests}: how many may be under way at once; null for what this machine
 *     allows
 * @param connectTimeout {@code ccproxy.gateway.connect-timeout}: for a connection to a provider
 * @param firstByteTimeout {@code ccproxy.gateway.first-byte-timeout}: from the end of a request to the head of its response
 * @param failoverAfter {@code ccproxy.gateway.failover-after}: from the beginning of an attempt to the first event of its
 *     stream, while another target is left; never longer than the one before
 * @param idleTimeout {@code ccproxy.gateway.idle-timeout}: between two bytes of a response
 * @param pingAfter {@code ccproxy.gateway.ping-after}: silence in a stream after which the client gets a ping; null for
 *     never
 */
public record GatewaySettings(
        int maxBody,
        @Nullable Integer maxRequests,
        Duration connectTimeout,
        Duration firstByteTimeout,
        Duration failoverAfter,
        Duration idleTimeout,
        @Nullable Duration pingAfter) {}
