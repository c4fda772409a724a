package dev.ccproxy.auth;

import java.util.Locale;

/**
 * A host and its port, as the {@code Host} header has them (RFC 9110, 7.2).
 *
 * @param host in lower case, an IPv6 address in its brackets; empty where the port is none. Whether it is well-formed,
 *     whoever compares it with a known one finds
 * @param port empty where none is given
 */
record HostPort(String host, String port) {

    private static final int MAX_DIGITS = 5;

    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean named = colon > text.lastIndexOf(']');
        String host = named ? text.substring(0, colon) : text;
        String port = named ? text.substring(colon + 1) : "";
        return isPort(port) ? new HostPort(host.toLowerCase(Locale.ROOT), port) : new HostPort("", "");
    }

    private static boolean isPort(String port) {
        return port.length() <= MAX_DIGITS && port.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Host and port in the one spelling by which origins of a scheme are compared. */
    String in(String scheme) {
        return host + ":" + (port.isEmpty() ? (scheme.equals("https") ? "443" : "80") : port);
    }
}
