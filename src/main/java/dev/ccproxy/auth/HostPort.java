package dev.ccproxy.auth;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and its port, as the {@code Host} header has them (RFC 9110, 7.2).
 *
 * @param host in lower case, an IPv6 address in its brackets; empty where the text is not of that form
 * @param port empty where none is given
 */
record HostPort(String host, String port) {

    private static final Pattern FORM = Pattern.compile("([^\\s:/?#@\\[\\]]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");

    static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return new HostPort("", "");
        }
        String port = matcher.group(2);
        return new HostPort(matcher.group(1).toLowerCase(Locale.ROOT), port == null ? "" : port);
    }

    /** Host and port in the one spelling by which origins of a scheme are compared. */
    String in(String scheme) {
        return host + ":" + (port.isEmpty() ? (scheme.equals("https") ? "443" : "80") : port);
    }
}
