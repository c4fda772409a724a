package dev.ccproxy.config;

/** The port of a URL that names none (RFC 9110, 4.2). */
public final class DefaultPort {

    private DefaultPort() {}

    /** Of a scheme in any case: 443 for https, 80 for http, which is the only other one here. */
    public static int of(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}
