package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Which headers go on. Towards the provider an open list of families, so that next month's headers pass; towards the client
 * everything but what belongs to one connection, to the company's account or to a browser.
 */
final class ForwardedHeaders {

    private static final Set<String> TO_PROVIDER =
            Set.of("x-app", "user-agent", "accept", "content-type", "traceparent", "tracestate");

    private static final Set<String> OF_ANY_FORMAT = Set.of("user-agent", "traceparent", "tracestate");

    private static final Set<String> OF_RETRY = Set.of("retry-after", "retry-after-ms", "x-should-retry");

    private static final List<String> FAMILIES_TO_PROVIDER = List.of("anthropic-", "x-stainless-", "x-claude-");

    /** RFC 9110, 7.6.1 and 11.7, and what is of one message only. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "date");

    /** What a browser would do or remember for this site on the word of another. */
    private static final Set<String> OF_BROWSERS = Set.of(
            "set-cookie",
            "set-cookie2",
            "strict-transport-security",
            "alt-svc",
            "nel",
            "report-to",
            "reporting-endpoints",
            "content-security-policy",
            "content-security-policy-report-only",
            "clear-site-data",
            "public-key-pins");

    /** The quota and the account of the company's key; CORS; and what only this program says. */
    private static final List<String> FAMILIES_NOT_TO_CLIENT = List.of(
            "anthropic-ratelimit-",
            "anthropic-organization-",
            "anthropic-workspace-",
            "x-ratelimit-",
            "openai-organization",
            "openai-project",
            "access-control-",
            "x-ccproxy-");

    private ForwardedHeaders() {}

    /**
     * What a provider gets of a client's headers.
     *
     * @param more the names that are configured for the provider, in lower case
     * @throws ErrorException 400 for a value that no client of ours could send on as it came
     */
    static List<Header> toProvider(List<Header> headers, Set<String> more) {
        Set<String> ofConnection = namedBy(headers);
        List<Header> forwarded = new ArrayList<>();
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            boolean goes = TO_PROVIDER.contains(name)
                    || more.contains(name)
                    || FAMILIES_TO_PROVIDER.stream().anyMatch(name::startsWith);
            if (goes && !ofConnection.contains(name)) {
                if (!name.chars().allMatch(c -> c > ' ' && c <= '~')) {
                    throw new ErrorException(
                            ErrorType.INVALID_REQUEST, "The name of a header must have ASCII characters only");
                }
                if (!header.value().chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
                    throw new ErrorException(
                            ErrorType.INVALID_REQUEST, "The header " + name + " must have ASCII characters only");
                }
                forwarded.add(header);
            }
        }
        return forwarded;
    }

    /** What a provider of another format than the client's gets of its headers: nothing that belongs to the format. */
    static List<Header> toOtherFormat(List<Header> headers, Set<String> more) {
        return toProvider(headers, more).stream()
                .filter(header -> {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    return OF_ANY_FORMAT.contains(name) || more.contains(name);
                })
                .toList();
    }

    /** What a client gets of the headers of a provider of another format: when to come back. */
    static List<Header> ofOtherFormat(List<Header> headers) {
        return headers.stream()
                .filter(header -> OF_RETRY.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** What a client gets of a provider's headers. */
    static List<Header> toClient(List<Header> headers) {
        Set<String> ofConnection = namedBy(headers);
        return headers.stream()
                .filter(header -> {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    return !OF_CONNECTION.contains(name)
                            && !OF_BROWSERS.contains(name)
                            && !ofConnection.contains(name)
                            && FAMILIES_NOT_TO_CLIENT.stream().noneMatch(name::startsWith);
                })
                .toList();
    }

    /** The headers that {@code Connection} says are of this connection only. */
    private static Set<String> namedBy(List<Header> headers) {
        Set<String> names = new HashSet<>();
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Connection")) {
                StringTokenizer tokens = new StringTokenizer(header.value(), ", \t");
                while (tokens.hasMoreTokens()) {
                    names.add(tokens.nextToken().toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }
}
