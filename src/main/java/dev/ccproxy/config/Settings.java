package dev.ccproxy.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration. With {@link #faults}, the application is in the failed state: it serves nothing, and no other
 * component of this record may be relied on.
 *
 * @param host {@code ccproxy.host}, the bind address; null if it is not set
 * @param port {@code ccproxy.port}, the bind port, 1 to 65535; null if it is not set
 * @param auth who may ask
 * @param providers by name, in the configured order
 * @param routes {@code ccproxy.routes}, by name, in the order in which they are tried
 * @param models {@code ccproxy.models}: names of our own for models, in the configured order
 * @param check when and how providers are checked
 * @param trustedCertificates {@code ccproxy.trusted-certificates}: authorities to trust beside the JVM's; may be empty
 * @param shutdownDrain {@code ccproxy.shutdown.drain}: how long SIGTERM is held back from the server, 0 if it is not
 * @param requestsTimeout {@code ccproxy.shutdown.requests-timeout}: how much longer, while requests to {@code /v1} are under way
 * @param gateway what the gateway allows, and how long it waits
 * @param limits what each client and each team may do
 * @param storage where to keep what must survive a restart
 * @param usage how the ledger counts, and at which prices
 * @param file {@code ccproxy.config-file}, whose changes take effect where they can; null if there is none
 * @param fingerprints every setting that has a value, but for secrets, with a digest of it
 * @param secretFingerprints the same of the secrets, to be compared with those of this start of the program
 * @param healthRequiresProvider {@code ccproxy.health.requires-provider}: readiness is DOWN when no provider is active
 * @param faults what is wrong, a sentence each, without secrets; empty if the configuration is valid
 * @param warnings what works but is probably a mistake, a sentence each, without secrets
 */
public record Settings(
        @Nullable String host,
        @Nullable Integer port,
        AuthSettings auth,
        Map<String, ProviderSettings> providers,
        Map<String, RouteSettings> routes,
        Map<String, ModelAlias> models,
        CheckSettings check,
        List<X509Certificate> trustedCertificates,
        Duration shutdownDrain,
        Duration requestsTimeout,
        GatewaySettings gateway,
        LimitsSettings limits,
        StorageSettings storage,
        UsageSettings usage,
        @Nullable Path file,
        Map<String, String> fingerprints,
        Map<String, String> secretFingerprints,
        boolean healthRequiresProvider,
        List<String> faults,
        List<String> warnings) {

    /** Whether the application can serve with this configuration; false in the failed state. */
    public boolean valid() {
        return faults.isEmpty();
    }

    /** This configuration with the routes, the names of models and the limits of another one. */
    Settings with(Settings other) {
        return new Settings(
                host,
                port,
                auth,
                providers,
                other.routes,
                other.models,
                check,
                trustedCertificates,
                shutdownDrain,
                requestsTimeout,
                gateway,
                other.limits,
                storage,
                usage,
                file,
                other.fingerprints,
                other.secretFingerprints,
                healthRequiresProvider,
                faults,
                other.warnings);
    }
}
