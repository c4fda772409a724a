package dev.ccproxy.config;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the proxy on the way to a provider: {@code ccproxy.proxy}, else the JVM's proxy properties, else
 * {@code HTTPS_PROXY}. This machine itself is always reached directly.
 */
final class ProxyReader {

    private static final String KEY = "ccproxy.proxy";
    private static final String NONE = "none";

    private final ValueReader reader;
    private final Faults faults;
    private final @Nullable Variable exempted;
    private final NoProxy noProxy;
    private final @Nullable String configured;
    private final @Nullable Variable environment;
    private final Map<String, Optional<ProxySettings>> parsed = new HashMap<>();

    ProxyReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
        exempted = variable("no_proxy", "NO_PROXY");
        noProxy = new NoProxy(exempted);
        configured = reader.text(KEY);
        environment = variable("https_proxy", "HTTPS_PROXY");
        if (configured != null && !configured.equalsIgnoreCase(NONE)) {
            parsed(KEY, configured);
        }
    }

    /** Null if it is to be reached directly. */
    @Nullable
    ProxySettings find(URI url) {
        if (Loopback.isHost(url.getHost().toLowerCase(Locale.ROOT))) {
            return null;
        }
        boolean https = url.getScheme().equalsIgnoreCase("https");
        if (configured != null) {
            return configured.equalsIgnoreCase(NONE) || isExempted(url) ? null : parsed(KEY, configured);
        }
        if (isSetInTheJvm(https ? "https.proxyHost" : "http.proxyHost") || isSetInTheJvm("socksProxyHost")) {
            return ofTheJvm(url);
        }
        return https && environment != null && !isExempted(url)
                ? parsed(environment.name(), reader.unquoted(environment.name(), environment.value()))
                : null;
    }

    private boolean isExempted(URI url) {
        if (exempted != null && NoProxy.isQuoted(exempted)) {
            reader.reportQuotes(exempted.name());
        }
        return noProxy.matches(url);
    }

    /** A sentence for each part of {@code NO_PROXY} that has no effect, whether or not there is a proxy. */
    List<String> warnings() {
        return exempted != null && NoProxy.isQuoted(exempted)
                ? List.of(exempted.name() + " has a value in quotation marks; " + Quotes.REMEDY)
                : noProxy.warnings();
    }

    private static boolean isSetInTheJvm(String property) {
        return !System.getProperty(property, "").isBlank();
    }

    /** A SOCKS proxy does not count: the JVM's sockets go through it by themselves. */
    private static @Nullable ProxySettings ofTheJvm(URI url) {
        List<Proxy> proxies = Objects.requireNonNull(ProxySelector.getDefault()).select(url);
        return proxies.stream()
                .filter(found -> found.type() == Proxy.Type.HTTP)
                .map(found -> (InetSocketAddress) found.address())
                .map(address -> new ProxySettings(inBrackets(address.getHostString()), address.getPort(), null))
                .findFirst()
                .orElse(null);
    }

    private static String inBrackets(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** By the rules of MicroProfile Config, the lower-case name finds the upper-case variable, too. */
    private @Nullable Variable variable(String lowerCase, String upperCase) {
        String value = reader.unchecked(lowerCase);
        String either = value == null ? reader.unchecked(upperCase) : value;
        return either == null ? null : new Variable(upperCase, either);
    }

    /** Parsed at its first use, because a wrong environment variable is a fault only if it is used. */
    private @Nullable ProxySettings parsed(String key, String value) {
        return parsed.computeIfAbsent(key, k -> Optional.ofNullable(parse(k, value)))
                .orElse(null);
    }

    private @Nullable ProxySettings parse(String key, String value) {
        try {
            URI url = new URI(value.contains("://") ? value : "http://" + value);
            String path = Objects.requireNonNullElse(url.getRawPath(), "");
            if (url.getScheme().equalsIgnoreCase("http")
                    && url.getHost() != null
                    && url.getPort() >= 1
                    && url.getPort() <= 65535
                    && (path.isEmpty() || path.equals("/"))
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return new ProxySettings(url.getHost(), url.getPort(), credentials(url.getRawUserInfo()));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The fault below says what is allowed; the exception's text would quote the value.
        }
        faults.add(
                key,
                "must be the company's HTTP proxy with its port, such as http://proxy.example:3128 or"
                        + " http://USER:PASSWORD@proxy.example:3128, special characters percent-encoded, its host of"
                        + " letters, digits, hyphens and dots;"
                        + (key.equals(KEY) ? " or none" : " or set ccproxy.proxy; none means no proxy"));
        return null;
    }

    private static @Nullable Secret credentials(@Nullable String userInfo) {
        // The decoder is for HTML forms, in which a plus sign is a blank.
        if (userInfo == null) {
            return null;
        }
        String withPassword = userInfo.contains(":") ? userInfo : userInfo + ":";
        return new Secret(URLDecoder.decode(withPassword.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
}
