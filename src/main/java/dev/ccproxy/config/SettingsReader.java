package dev.ccproxy.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Reads the whole configuration into {@link Settings}, and collects every fault in it. */
final class SettingsReader {

    /** Older documentation names the environment variable CCPROXY_APIKEY. */
    private static final List<String> KEYS = List.of("ccproxy.api-key", "ccproxy.apikey");

    private static final Duration MAX_DURATION = Duration.ofHours(24);

    private final Faults faults = new Faults();
    private final ConfigValues values;
    private final ValueReader reader;

    SettingsReader(Config config) {
        values = new ConfigValues(config);
        reader = new ValueReader(values, faults);
    }

    Settings read() {
        Path file = file();
        String host = reader.text("ccproxy.host");
        Integer port = reader.port("ccproxy.port");
        AuthSettings auth = auth();
        CheckSettings check = check();
        List<X509Certificate> trusted = reader.file(
                "ccproxy.trusted-certificates", CertificateFile::parse, "certificates in PEM form and nothing else");
        ProxyReader proxies = new ProxyReader(reader, faults);
        Map<String, ProviderSettings> providers = new ProvidersReader(reader, proxies, faults).read();
        Map<String, RouteSettings> routes = new RoutesReader(reader, faults, providers.keySet()).read();
        Map<String, ModelAlias> models = new ModelsReader(reader, faults).read(providers.keySet(), routes.keySet());
        Duration drain = reader.duration("ccproxy.shutdown.drain", Duration.ZERO, Duration.ofMinutes(10));
        Duration requestsTimeout =
                reader.duration("ccproxy.shutdown.requests-timeout", Duration.ZERO, Duration.ofHours(1));
        GatewaySettings gateway = new GatewayReader(reader).read();
        LimitsSettings limits = new LimitsReader(reader, faults).read();
        List<String> warnings = new ArrayList<>();
        StorageSettings storage = new StorageReader(reader, faults).read(port, warnings);
        UsageSettings usage = new UsageReader(reader, faults).read();
        boolean requiresProvider = reader.flag("ccproxy.health.requires-provider");

        warnings.addAll(new UnknownKeys(values).warnings());
        warnings.addAll(proxies.warnings());
        if (faults.sentences().isEmpty()) {
            warnIfTooManyProviders(providers, check, warnings);
            warnings.addAll(RoutesReader.warnings(routes));
        }
        return new Settings(
                host,
                port,
                auth,
                providers,
                routes,
                models,
                check,
                trusted == null ? List.of() : trusted,
                drain == null ? Duration.ZERO : drain,
                requestsTimeout == null ? Duration.ZERO : requestsTimeout,
                gateway,
                limits,
                storage,
                usage,
                file,
                values.fingerprints(),
                values.secretFingerprints(),
                requiresProvider,
                faults.sentences(),
                warnings);
    }

    /** Null if none is set, or with a fault. */
    private @Nullable Path file() {
        Map<String, String> content =
                reader.file(SettingsFile.KEY, SettingsFile::parse, "settings, as a Java properties file");
        if (content == null) {
            return null;
        }
        values.use(content);
        return reader.path(SettingsFile.KEY);
    }

    /** Every key that has been read, environment variables such as {@code HTTPS_PROXY} too. */
    Set<String> keysRead() {
        return values.asked();
    }

    private AuthSettings auth() {
        List<ApiKey> keys = KEYS.stream().flatMap(key -> apiKeys(key).stream()).toList();
        String fileKey = "ccproxy.api-key-file";
        List<ApiKey> keysOfFile = reader.file(
                fileKey,
                KeyFile::parse,
                "at least one key, one a line, in the clear or as sha256:<64 hexadecimal digits>, alone or followed by a"
                        + " name and attributes");
        Path file = keysOfFile == null ? null : Path.of(Objects.requireNonNull(reader.text(fileKey)));
        boolean localhost = reader.flag("ccproxy.auth.localhost");
        boolean anyKeySet = reader.text(fileKey) != null
                || KEYS.stream().anyMatch(key -> !reader.list(key).isEmpty());
        if (!localhost && !anyKeySet) {
            faults.add(
                    "ccproxy.auth.localhost",
                    "is false and there is no key, so that nobody could ask;"
                            + " set ccproxy.api-key or ccproxy.api-key-file, or leave it true");
        }
        // In the failed state, too, somebody may ask what is wrong: a switch that could not be read lets nobody in.
        boolean open = localhost && "true".equalsIgnoreCase(reader.text("ccproxy.auth.localhost"));
        return new AuthSettings(keys, file, keysOfFile == null ? List.of() : keysOfFile, open, allowedHosts());
    }

    private List<ApiKey> apiKeys(String key) {
        List<String> keys = reader.list(key);
        if (!keys.stream().allMatch(ApiKey::isPresentable)) {
            faults.add(
                    key,
                    "has a character outside of ASCII, which clients cannot present in a header; choose other keys");
            return List.of();
        }
        if (keys.stream().anyMatch(each -> each.length() > ApiKey.MAX_LENGTH)) {
            faults.add(key, "has a key of more than " + ApiKey.MAX_LENGTH + " characters; choose a shorter one");
            return List.of();
        }
        return keys.stream().map(ApiKey::of).toList();
    }

    private Set<String> allowedHosts() {
        String key = "ccproxy.allowed-hosts";
        Set<String> hosts = new TreeSet<>();
        for (String host : reader.list(key)) {
            if (host.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]")) {
                hosts.add(host.toLowerCase(Locale.ROOT));
            } else {
                faults.add(
                        key,
                        "must be a comma-separated list of host names or addresses, without scheme, port or wildcard;"
                                + " an IPv6 address stands in brackets");
                break;
            }
        }
        return Set.copyOf(hosts);
    }

    private CheckSettings check() {
        Duration interval = reader.duration("ccproxy.check.interval", Duration.ofMillis(100), MAX_DURATION);
        Duration timeout = reader.duration("ccproxy.check.timeout", Duration.ofMillis(10), MAX_DURATION);
        Duration slowAfter = reader.duration("ccproxy.check.slow-after", Duration.ofMillis(1), MAX_DURATION);
        int concurrency = reader.number("ccproxy.check.concurrency", 1, 1024);
        if (interval == null || timeout == null || slowAfter == null) {
            return new CheckSettings(MAX_DURATION, MAX_DURATION, MAX_DURATION, concurrency);
        }
        if (timeout.compareTo(interval) >= 0) {
            faults.add(
                    "ccproxy.check.timeout",
                    "must be shorter than ccproxy.check.interval, and is " + Durations.format(timeout)
                            + " where the interval is " + Durations.format(interval)
                            + "; set a shorter timeout or a longer interval");
        }
        return new CheckSettings(interval, timeout, slowAfter, concurrency);
    }

    /** With enough checks at once, a provider that goes down is noticed within an interval, two timeouts and a second. */
    private static void warnIfTooManyProviders(
            Map<String, ProviderSettings> providers, CheckSettings check, List<String> warnings) {
        long checked =
                providers.values().stream().filter(ProviderSettings::checked).count();
        Duration needed = check.timeout().multipliedBy(2 * checked);
        if (needed.compareTo(check.interval().multipliedBy(check.concurrency())) > 0) {
            warnings.add("ccproxy.check.concurrency is " + check.concurrency() + ": when all of the " + checked
                    + " providers hang, they are checked less often than every "
                    + Durations.format(check.interval())
                    + "; raise it or ccproxy.check.interval, or lower ccproxy.check.timeout");
        }
    }
}
