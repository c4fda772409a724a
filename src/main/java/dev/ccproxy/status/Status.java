package dev.ccproxy.status;

import java.util.List;
import java.util.Objects;

/**
 * The response of {@code GET /status}: exactly these keys, in this order; {@link StatusJson} writes them.
 *
 * @param service always {@code CCProxy}
 * @param version the version of this program
 * @param status always {@code running}: a program that does not run cannot say so
 * @param uptime since the application started, such as {@code 2h 15m 30s}, hours without limit
 * @param pid the process id of the JVM
 * @param host the bind address
 * @param port the bind port, 1 to 65535
 * @param apiKeyConfigured whether there is a key that clients can present
 * @param providers the configured providers
 * @param build which build of this program this is
 */
record Status(
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

    /**
     * Whether nothing but the uptime differs. Field by field: the equals that a record brings costs more than the rest of
     * writing a status, as long as the JVM has not compiled it.
     */
    boolean isLike(Status other) {
        return pid == other.pid
                && port == other.port
                && apiKeyConfigured == other.apiKeyConfigured
                && service.equals(other.service)
                && version.equals(other.version)
                && status.equals(other.status)
                && host.equals(other.host)
                && providers.count == other.providers.count
                && providers.active.equals(other.providers.active)
                && Objects.equals(build, other.build);
    }

    /**
     * The configured providers.
     *
     * @param count how many are configured and enabled
     * @param active the names of those that are up or degraded, in the configured order
     */
    record Providers(int count, List<String> active) {}
}
