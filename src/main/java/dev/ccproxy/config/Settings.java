package dev.ccproxy.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration. Where there are {@link #faults}, the application is in the failed state: nothing else here
 * may be relied on, and nothing is served.
 *
 * @param host {@code ccproxy.host}, the bind address; null where the deployer has not set it
 * @param port {@code ccproxy.port}, the bind port, 1 to 65535; null where the deployer has not set it
 * @param auth who may ask
 * @param providers by name, in the configured order
 * @param check when and how providers are checked
 * @param trustedCertificates {@code ccproxy.trusted-certificates}: authorities to trust beside the JVM's; may be empty
 * @param shutdownDrain {@code ccproxy.shutdown.drain}: how long SIGTERM is held back from the server, 0 for not at all
 * @param dataDir {@code ccproxy.data-dir}: where to keep what a restart is not to forget; null for nowhere
 * @param healthRequiresProvider {@code ccproxy.health.requires-provider}: readiness is DOWN when no provider is active
 * @param faults what is wrong, a sentence each that holds no secret; empty when all is well
 * @param warnings what works but is hardly meant so, a sentence each that holds no secret
 */
public record Settings(
        @Nullable String host,
        @Nullable Integer port,
        AuthSettings auth,
        Map<String, ProviderSettings> providers,
        CheckSettings check,
        List<X509Certificate> trustedCertificates,
        Duration shutdownDrain,
        @Nullable Path dataDir,
        boolean healthRequiresProvider,
        List<String> faults,
        List<String> warnings) {

    /**
     * Whether the application can serve with this configuration.
     *
     * @return false in the failed state
     */
    public boolean valid() {
        return faults.isEmpty();
    }
}
