package dev.ccproxy.status;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * The answer of {@code GET /status}: exactly these keys, in this order.
 *
 * @param service always {@code CCProxy}
 * @param version the version of this program
 * @param status always {@code running}: what does not run does not answer with this
 * @param uptime since the application started, such as {@code 2h 15m 30s}, hours without limit
 * @param pid the process id of the JVM
 * @param host the bind address
 * @param port the bind port, 1 to 65535
 * @param apiKeyConfigured whether there is a key that callers can present
 * @param providers the configured providers
 * @param build where this program comes from
 */
@JsonbPropertyOrder({
    "service",
    "version",
    "status",
    "uptime",
    "pid",
    "host",
    "port",
    "apiKeyConfigured",
    "providers",
    "build"
})
public record Status(
        String service,
        String version,
        String status,
        String uptime,
        long pid,
        String host,
        int port,
        boolean apiKeyConfigured,
        Providers providers,
        Build build) {

    /** The same at another time. */
    Status at(String otherUptime) {
        return new Status(service, version, status, otherUptime, pid, host, port, apiKeyConfigured, providers, build);
    }

    /**
     * The configured providers.
     *
     * @param count how many are configured and enabled
     * @param active the names of those that can be used, in the configured order
     */
    @JsonbPropertyOrder({"count", "active"})
    public record Providers(int count, List<String> active) {}
}
