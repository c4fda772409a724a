package dev.ccproxy.auth;

import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.Loopback;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller on this machine: the socket's peer is a loopback address, the request was not forwarded, it names this machine
 * (which a rebound DNS name does not), and it is not from a web page of another origin. Reads raw headers only.
 */
final class LocalCaller {

    private static final Set<String> FORWARDED = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-envoy-external-address",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");

    private final AuthSettings auth;

    LocalCaller(AuthSettings auth) {
        this.auth = auth;
    }

    /** Why a request is not from a local caller; null if it is. */
    @Nullable
    Refusal refusal(HttpServletRequest request, Map<String, List<String>> headers) {
        if (!auth.localhost() || !Loopback.isAddress(request.getRemoteAddr())) {
            return Refusal.NO_KEY;
        }
        if (isForwarded(headers.keySet())) {
            return Refusal.FORWARDED;
        }
        if (!namesThisMachine(request, Headers.values(headers, "Host"))) {
            return Refusal.OTHER_HOST;
        }
        return isCrossOrigin(request, headers) ? Refusal.WEB_PAGE : null;
    }

    private static boolean isForwarded(Set<String> headers) {
        for (String header : headers) {
            String name = header.toLowerCase(Locale.ROOT);
            // $WS…: headers of a WebSphere web server plug-in, by which Liberty lets a client name any peer and host.
            if (FORWARDED.contains(name) || name.startsWith("x-forwarded") || name.startsWith("$ws")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the request is from a web page that is not of this server. */
    private static boolean isCrossOrigin(HttpServletRequest request, Map<String, List<String>> headers) {
        for (String site : Headers.values(headers, "Sec-Fetch-Site")) {
            if (!site.equals("none") && !site.equals("same-origin")) {
                return true;
            }
        }
        for (String origin : Headers.values(headers, "Origin")) {
            if (!isOwnOrigin(origin, request, Headers.values(headers, "Host"))) {
                return true;
            }
        }
        return false;
    }

    private boolean namesThisMachine(HttpServletRequest request, List<String> hosts) {
        String protocol = request.getProtocol();
        if (protocol.startsWith("HTTP/2") && !request.isSecure()) {
            // Through a reverse proxy that passes Upgrade on, it is a tunnel, in which the proxy adds no header.
            return false;
        }
        if (hosts.isEmpty() && protocol.equals("HTTP/1.0")) {
            return true;
        }
        // An absolute target, which servers let override Host, may name another machine (RFC 9112, 3.2.2).
        if (!isAllowed(serverName(request))) {
            return false;
        }
        if (hosts.isEmpty()) {
            // In HTTP/2, :authority stands for Host (RFC 9113, 8.3.1); only one of the servers then adds Host.
            return protocol.startsWith("HTTP/2");
        }
        return hosts.size() == 1 && isAllowed(HostPort.parse(hosts.get(0)).host());
    }

    private static String serverName(HttpServletRequest request) {
        // Payara gives an IPv6 address without its brackets.
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        return name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
    }

    private boolean isAllowed(String host) {
        return Loopback.isHost(host) || auth.allowedHosts().contains(host);
    }

    private static boolean isOwnOrigin(String origin, HttpServletRequest request, List<String> hosts) {
        String scheme = request.getScheme();
        String prefix = scheme + "://";
        String host = hosts.isEmpty() ? serverName(request) + ":" + request.getServerPort() : hosts.get(0);
        return origin.startsWith(prefix)
                && HostPort.parse(origin.substring(prefix.length()))
                        .originKey(scheme)
                        .equals(HostPort.parse(host).originKey(scheme));
    }
}
