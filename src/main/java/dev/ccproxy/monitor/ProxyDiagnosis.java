package dev.ccproxy.monitor;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Tells responses and failures of the company's proxy from those of the provider behind it. */
final class ProxyDiagnosis {

    /** How the {@code Server} header of a proxy's own error pages begins, in lower case. */
    private static final List<String> SERVERS = List.of("squid", "tinyproxy", "privoxy", "zscaler", "bluecoat");

    /** OkHttp's exception text when a proxy refuses a tunnel; it has no type for that. */
    private static final String REFUSED_TUNNEL = "Unexpected response code for CONNECT: ";

    private static final String REFUSED_PASSWORD = "Failed to authenticate with proxy";

    private ProxyDiagnosis() {}

    /** The diagnosis of a response that the proxy made itself; null for one of the provider, as every one in a tunnel is. */
    static @Nullable Diagnosis ofResponse(int status, Headers headers, boolean tunnelled) {
        boolean own = status >= 400
                && (isMarked(headers, tunnelled) || (!tunnelled && (status == 407 || isUnreached(status, headers))));
        return own ? ofStatus(status) : null;
    }

    /** The diagnosis when none of the proxy's addresses could be reached or opened a tunnel. */
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
        String detail = "the proxy closed the connection, or its response is not HTTP";
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
            case 407 -> "requires a user name and password, or rejects those configured";
            case 502, 503, 504 -> "could not connect to the provider";
            default -> "sent an error of its own";
        };
        return new Diagnosis(Reason.PROXY_FAILURE, "the proxy " + what + " (" + status + ")");
    }

    /** A gateway error without Via, with which a proxy marks what it forwards (RFC 9110, 7.6.3). */
    private static boolean isUnreached(int status, Headers headers) {
        return (status == 502 || status == 504) && headers.get("Via") == null;
    }

    private static boolean isMarked(Headers headers, boolean tunnelled) {
        // Squid's (BuildHttpReply in errorpage.cc), also inside a tunnel that it decrypts.
        if (headers.get("X-Squid-Error") != null) {
            return true;
        }
        String server = headers.get("Server");
        return !tunnelled
                && ((server != null && SERVERS.stream().anyMatch(server.toLowerCase(Locale.ROOT)::startsWith))
                        || saysProxyError(headers.values("Proxy-Status")));
    }

    /** The last member is the proxy nearest to us; with an error parameter, it made the response itself (RFC 9209, 2). */
    private static boolean saysProxyError(List<String> proxyStatus) {
        String all = withoutQuoted(String.join(",", proxyStatus).toLowerCase(Locale.ROOT));
        List<String> parameters =
                Arrays.asList(all.substring(all.lastIndexOf(',') + 1).split(";", -1));
        return parameters.stream().anyMatch(parameter -> parameter.strip().startsWith("error="))
                && parameters.stream().noneMatch(parameter -> parameter.strip().startsWith("received-status="));
    }

    /** Without quoted strings (RFC 9651, 3.3.3), in which commas and semicolons are no separators. */
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
