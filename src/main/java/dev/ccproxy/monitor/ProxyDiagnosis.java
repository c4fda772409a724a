package dev.ccproxy.monitor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
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
                && (isMarked(headers, tunnelled) || (!tunnelled && (status == 407 || status == 502 || status == 504)));
        return own ? ofStatus(status) : null;
    }

    /** What it means that the proxy could not be reached, or has opened no tunnel. */
    static Diagnosis ofFailure(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.startsWith(REFUSED_TUNNEL)) {
            return ofStatus(Integer.parseInt(text.substring(REFUSED_TUNNEL.length())));
        }
        if (text.equals(REFUSED_PASSWORD)) {
            return ofStatus(407);
        }
        String detail = "the proxy hung up, or its response is not HTTP";
        if (e instanceof UnknownHostException) {
            detail = "the proxy's name was not found";
        } else if (e instanceof ConnectException) {
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
        if (proxyStatus.isEmpty()) {
            return false;
        }
        String all = String.join(",", proxyStatus);
        String last = all.substring(all.lastIndexOf(',') + 1).toLowerCase(Locale.ROOT);
        return last.contains("error=") && !last.contains("received-status=");
    }
}
