package dev.ccproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy of the company, through which a provider is reached.
 *
 * @param host its name or address, an IPv6 address in brackets
 * @param port 1 to 65535
 * @param credentials user and password as they are sent, {@code user:password}; null where it asks for none
 */
public record ProxySettings(String host, int port, @Nullable Secret credentials) {}
