package dev.ccproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * The company's HTTP proxy, through which a provider is reached.
 *
 * @param host its name or address, an IPv6 address in brackets
 * @param port 1 to 65535
 * @param credentials user and password as they are sent, {@code user:password}; null if none are set
 */
public record ProxySettings(String host, int port, @Nullable Secret credentials) {}
