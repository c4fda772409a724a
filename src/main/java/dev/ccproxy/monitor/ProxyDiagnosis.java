package dev.ccproxy.monitor;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Tells what the company's proxy says of its own from what the provider says through it. */
final class ProxyDiagnosis {

    /** Beginnings, in lower case, of the {@code Server} of error pages that a proxy makes itself. */
    private static final List<String> SERVERS = List.of("squid", "tinyproxy", "privoxy", "zscaler", "bluecoat");

    /** How OkHttp tells the status with which a proxy refuses a tunnel; it has no type for it. */
    private static final String REFUSED_TUNNEL = "Unexpected response code for CONNECT: ";

    private static final String REFUSED_PASSWORD = "Failed to authenticate with proxy";

    private ProxyDiagnosis() {}

    /** What a response means that is the proxy's own; null where it is the provider's. Whatever is in a tunnel is. */
    static @Nullable Diagnosis ofResponse(int status, Headers headers, boolean tunnelled) {
        boolean own = status >= 400
                && (isMarked(headers, tunnelled) || (!tunnelled && (status == 407 || isUnreached(status, headers))));
        return own ? ofStatus(status) : null;
    }

    /** What it means that the proxy could not be reached, or has opened no tunnel, at any of its addresses. */
    static Diagnosis ofFailure(Throwable thrown) {
        List<Throwable> all = Causes.all(thrown);
        for (Throwable each : all) {
            String text = String.valueOf(each.getMessage());
            if (text.startsWith(REFUSED_TUNNEL)) {
                return ofStatus(Integer.parseInt(text.substring(REFUSED_TUNNEL.length())));
            }
            if (text.equals(REFUSED_PASSWORD)) {
                return ofStatus(407);
            }
        }
        String detail = "the proxy hung up, or its response is not HTTP";
        if (thrown instanceof UnknownHostException) {
            detail = "the proxy's name was not found";
        } else if (all.stream().allMatch(ConnectException.class::isInstance)) {
            detail = "the proxy refuses connections";
        }
        return new Diagnosis(Reason.PROXY_FAILURE, detail);
    }

    static Diagnosis ofCutOff() {
        return new Diagnosis(Reason.PROXY_FAILURE, "the proxy did not respond in time");
    }

    private static Diagnosis ofStatus(int status) {
        String what = switch (status) {
            case 403 -> "refuses to connect to the provider";
            case 407 -> "wants a user and password, or others";
            case 502, 503, 504 -> "could not connect to the provider";
            default -> "responded itself";
        };
        return new Diagnosis(Reason.PROXY_FAILURE, "the proxy " + what + " (" + status + ")");
    }

    /** Without Via, by which a proxy marks what it passes on (RFC 9110, 7.6.3). */
    private static boolean isUnreached(int status, Headers headers) {
        return (status == 502 || status == 504) && headers.get("Via") == null;
    }

    private static boolean isMarked(Headers headers, boolean tunnelled) {
        // Squid's (BuildHttpReply of its errorpage.cc), also where it opens the tunnel itself.
        if (headers.get("X-Squid-Error") != null) {
            return true;
        }
        String server = headers.get("Server");
        return !tunnelled
                && ((server != null && SERVERS.stream().anyMatch(server.toLowerCase(Locale.ROOT)::startsWith))
                        || saysProxyError(headers.values("Proxy-Status")));
    }

    /** The last member is the proxy that is nearest to us; it has made the response where it says which error (RFC 9209, 2). */
    private static boolean saysProxyError(List<String> proxyStatus) {
        String all = withoutQuoted(String.join(",", proxyStatus).toLowerCase(Locale.ROOT));
        List<String> parameters =
                Arrays.asList(all.substring(all.lastIndexOf(',') + 1).split(";", -1));
        return parameters.stream().anyMatch(parameter -> parameter.strip().startsWith("error="))
                && parameters.stream().noneMatch(parameter -> parameter.strip().startsWith("received-status="));
    }

    /** Without quoted strings (RFC 9651, 3.3.3), in which a comma or a semicolon separates nothing. */
    private static String withoutQuoted(String text) {
        StringBuilder rest = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                rest.append(c);
            }
        }
        return rest.toString();
    }
}
