package dev.ccproxy.config;

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
import org.jspecify.annotations.Nullable;

/** Makes the {@link ProviderSettings} of {@code ccproxy.providers} and {@code ccproxy.provider.NAME.*}. */
final class ProvidersReader {

    private static final String KEY = "ccproxy.providers";

    /** Stands for a base URL that is missing or wrong, which is a fault, so that no one ever uses it. */
    private static final URI NOWHERE = URI.create("http://invalid.invalid");

    /** A name as name servers know it (RFC 1035, 2.3.4), or an IPv6 address in its brackets. */
    private static final String HOST = "(?=.{1,253}$)[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*\\.?|\\[[0-9A-Fa-f:.]+]";

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
        List<String> names = reader.list(KEY);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                // A long one may be a key in the wrong place.
                String shown = name.matches("(?!sk-)[A-Za-z0-9._-]{1,20}") ? name : "number " + (i + 1);
                faults.add(
                        KEY,
                        "has the name " + shown + "; a name is 1 to 63 lower-case letters, digits and hyphens,"
                                + " and does not begin with a hyphen");
            } else if (providers.containsKey(name)) {
                faults.add(KEY, "has the name " + name + " twice; remove one");
            } else {
                providers.put(name, provider(name));
            }
        }
        return Collections.unmodifiableMap(providers);
    }

    private ProviderSettings provider(String name) {
        String prefix = "ccproxy.provider." + name + ".";
        Catalogue.Entry known = catalogue.find(name);
        URI baseUrl = baseUrl(prefix + "base-url", known);
        Format format = reader.oneOf(prefix + "format", Format.class, known == null ? Format.OPENAI : known.format());
        boolean enabled = reader.flag(prefix + "enabled", true);
        Secret apiKey = apiKey(prefix, baseUrl, known);
        CheckMode check =
                reader.oneOf(prefix + "check", CheckMode.class, apiKey == null ? CheckMode.REACH : CheckMode.MODELS);
        boolean plainHttpAllowed = reader.flag(prefix + "allow-plain-http", false);
        if (enabled && apiKey != null && !plainHttpAllowed && isPlainHttpOffThisMachine(baseUrl)) {
            faults.add(
                    prefix + "base-url",
                    "is plain http off this machine, which would show the provider's key to everybody on the way;"
                            + " set an https URL, or " + prefix
                            + "allow-plain-http=true for a gateway inside the company");
        }
        return new ProviderSettings(
                baseUrl, format, enabled, check, apiKey, keyFile(prefix), enabled ? proxies.find(baseUrl) : null);
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
                    "is missing; set the base URL of the provider's API, or use a name that is known without it: "
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

    private @Nullable Secret apiKey(String prefix, URI baseUrl, Catalogue.@Nullable Entry known) {
        String key = reader.text(prefix + "api-key");
        String file = reader.text(prefix + "api-key-file");
        if (key != null && file != null) {
            faults.add(prefix + "api-key", "and " + prefix + "api-key-file are both set; remove one");
        }
        if (key != null) {
            return secret(prefix + "api-key", key);
        }
        if (file != null) {
            return reader.file(prefix + "api-key-file", KeyFile::parseSingle, "the provider's key, alone on a line");
        }
        // A usual variable is meant for the well-known host and is sent nowhere else.
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

    /** Valid, or {@link #apiKey} has found the fault. */
    private @Nullable Path keyFile(String prefix) {
        String file = reader.text(prefix + "api-key-file");
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
