package dev.ccproxy.config;

import static dev.ccproxy.config.ProviderSetting.ALLOW_PLAIN_HTTP;
import static dev.ccproxy.config.ProviderSetting.API_KEY;
import static dev.ccproxy.config.ProviderSetting.API_KEY_FILE;
import static dev.ccproxy.config.ProviderSetting.BASE_URL;
import static dev.ccproxy.config.ProviderSetting.CHECK;
import static dev.ccproxy.config.ProviderSetting.ENABLED;
import static dev.ccproxy.config.ProviderSetting.FORMAT;
import static dev.ccproxy.config.ProviderSetting.FORWARD_HEADERS;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.providers} and {@code ccproxy.provider.NAME.*} into {@link ProviderSettings}. */
final class ProvidersReader {

    /** Takes the place of a missing or wrong base URL; that is a fault, so nothing is ever sent there. */
    private static final URI NOWHERE = URI.create("http://invalid.invalid");

    /** A name as name servers know it (RFC 1035, 2.3.4), or an IPv6 address in its brackets. */
    private static final String HOST = "(?=.{1,253}$)[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*\\.?|\\[[0-9A-Fa-f:.]+]";

    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** Keys and cookies are nobody else's; the others describe the connection and the message, and are made anew. */
    private static final Set<String> NEVER_FORWARDED = Set.of(
            "accept-encoding",
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-api-key",
            "x-goog-api-key");

    private final Catalogue catalogue = new Catalogue();
    private final ValueReader reader;
    private final ProxyReader proxies;
    private final Faults faults;

    ProvidersReader(ValueReader reader, ProxyReader proxies, Faults faults) {
        this.reader = reader;
        this.proxies = proxies;
        this.faults = faults;
    }

    Map<String, ProviderSettings> read() {
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        for (String name : new Names(reader, faults).read("ccproxy.providers")) {
            providers.put(name, provider(name));
        }
        return Collections.unmodifiableMap(providers);
    }

    private ProviderSettings provider(String name) {
        Catalogue.Entry known = catalogue.find(name);
        URI baseUrl = baseUrl(BASE_URL.of(name), known);
        Format format = reader.oneOf(FORMAT.of(name), Format.class, known == null ? Format.OPENAI : known.format());
        boolean enabled = reader.flag(ENABLED.of(name), true);
        Secret apiKey = apiKey(name, baseUrl, known);
        CheckMode check =
                reader.oneOf(CHECK.of(name), CheckMode.class, apiKey == null ? CheckMode.REACH : CheckMode.MODELS);
        boolean plainHttpAllowed = reader.flag(ALLOW_PLAIN_HTTP.of(name), false);
        if (enabled && apiKey != null && !plainHttpAllowed && isPlainHttpOffThisMachine(baseUrl)) {
            faults.add(
                    BASE_URL.of(name),
                    "is plain http off this machine, which would show the provider's key to everybody on the way;"
                            + " set an https URL, or " + ALLOW_PLAIN_HTTP.of(name)
                            + "=true for a gateway inside the company");
        }
        return new ProviderSettings(
                baseUrl,
                format,
                enabled,
                check,
                apiKey,
                keyFile(name),
                enabled ? proxies.find(baseUrl) : null,
                forwardHeaders(FORWARD_HEADERS.of(name)),
                known == null ? List.of() : known.models());
    }

    private Set<String> forwardHeaders(String key) {
        Set<String> names = new TreeSet<>();
        for (String name : reader.list(key)) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HEADER.matcher(lower).matches() || NEVER_FORWARDED.contains(lower)) {
                faults.add(
                        key,
                        "must be a comma-separated list of header names, and none that carries a key, a cookie or what"
                                + " belongs to one connection");
                return Set.of();
            }
            names.add(lower);
        }
        return names;
    }

    private static boolean isPlainHttpOffThisMachine(URI baseUrl) {
        return baseUrl.getScheme().equalsIgnoreCase("http")
                && !baseUrl.equals(NOWHERE)
                && !Loopback.isHost(baseUrl.getHost().toLowerCase(Locale.ROOT));
    }

    private URI baseUrl(String key, Catalogue.@Nullable Entry known) {
        String value = reader.text(key);
        if (value == null && known != null) {
            return known.baseUrl();
        }
        if (value == null) {
            faults.add(
                    key,
                    "is missing; set the base URL of the provider's API, or use one of the names that need none: "
                            + catalogue.names());
            return NOWHERE;
        }
        try {
            URI url = new URI(value);
            if (isBaseUrl(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The fault below says what is allowed; the exception's text would quote the value.
        }
        faults.add(
                key,
                "must be an http or https URL whose host is of letters, digits, hyphens and dots,"
                        + " such as https://gateway.example/v1,"
                        + " without user, password, query and fragment; the provider's key has its own setting, api-key");
        return NOWHERE;
    }

    private static boolean isBaseUrl(URI url) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        return (scheme.equals("http") || scheme.equals("https"))
                && url.getHost() != null
                && url.getHost().matches(HOST)
                && url.getPort() <= 65535
                && url.getPort() != 0
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private @Nullable Secret apiKey(String name, URI baseUrl, Catalogue.@Nullable Entry known) {
        String key = reader.text(API_KEY.of(name));
        String file = reader.text(API_KEY_FILE.of(name));
        if (key != null && file != null) {
            faults.add(API_KEY.of(name), "and " + API_KEY_FILE.of(name) + " are both set; remove one");
        }
        if (key != null) {
            return secret(API_KEY.of(name), key);
        }
        if (file != null) {
            return reader.file(
                    API_KEY_FILE.of(name),
                    content -> KeyFile.parseSecrets(content).get(0),
                    "the provider's key, or several of them, each alone on a line");
        }
        // OPENAI_API_KEY and its like are meant for the well-known host and are sent nowhere else.
        if (known != null && sameOrigin(baseUrl, known.baseUrl())) {
            for (String variable : known.keyVariables()) {
                String value = reader.text(variable);
                if (value != null) {
                    return secret(variable, value);
                }
            }
        }
        return null;
    }

    private Secret secret(String key, String value) {
        if (!ApiKey.isPresentable(value)) {
            faults.add(key, "has a character outside of ASCII, which no provider's key has; copy the key once more");
        }
        return new Secret(value);
    }

    /** Null if none is set, or if the path is invalid, which {@link #apiKey} has reported. */
    private @Nullable Path keyFile(String name) {
        String file = reader.text(API_KEY_FILE.of(name));
        try {
            return file == null ? null : Path.of(file);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        return url.getPort() != -1 ? url.getPort() : DefaultPort.of(url.getScheme());
    }
}
