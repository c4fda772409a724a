package dev.ccproxy.auth;

import dev.ccproxy.config.DefaultPort;
import java.util.Locale;

/**
 * A host and its port, as the {@code Host} header has them (RFC 9110, 7.2).
 *
 * @param host in lower case, an IPv6 address in its brackets; empty if the port is not a port. It need not be well-formed:
 *     it is only ever compared with known hosts
 * @param port empty if none is given
 */
record HostPort(String host, String port) {

    private static final int MAX_DIGITS = 5;

    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']');
        String host = hasPort ? text.substring(0, colon) : text;
        String port = hasPort ? text.substring(colon + 1) : "";
        return isPort(port) ? new HostPort(host.toLowerCase(Locale.ROOT), port) : new HostPort("", "");
    }

    private static boolean isPort(String port) {
        return port.length() <= MAX_DIGITS && port.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Host and port in the one spelling by which origins of a scheme are compared. */
    String originKey(String scheme) {
        return host + ":" + (port.isEmpty() ? Integer.toString(DefaultPort.of(scheme)) : port);
    }
}
