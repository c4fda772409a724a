package dev.ccproxy.status;

import java.util.List;

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

    Status withUptime(String other) {
        return new Status(service, version, status, other, pid, host, port, apiKeyConfigured, providers, build);
    }

    /**
     * The configured providers.
     *
     * @param count how many are configured and enabled
     * @param active the names of those that are up or degraded, in the configured order
     */
    record Providers(int count, List<String> active) {}
}
