package dev.ccproxy.config;

import java.util.regex.Pattern;

/**
 * The variables that Kubernetes sets in every pod beside a Service called ccproxy or ccproxy-something: they look like
 * settings of ours but are not (Kubernetes documentation, "Service", "Environment variables").
 */
final class ServiceLinks {

    private static final Pattern NAME = Pattern.compile(
            "CCPROXY(_.*)?(_SERVICE_(HOST|PORT)(_.*)?|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private ServiceLinks() {}

    /** Whether a variable is one of them, by its name in capitals or, if that ends in _PORT, by its value. */
    static boolean isServiceLink(String name, String value) {
        return NAME.matcher(name).matches() || (name.endsWith("_PORT") && isAddress(value));
    }

    static boolean isAddress(String value) {
        return ADDRESS.matcher(value).matches();
    }
}
