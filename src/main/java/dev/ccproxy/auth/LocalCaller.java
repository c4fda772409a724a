package dev.ccproxy.auth;

import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.Loopback;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller on this machine: the socket's peer is a loopback address, nothing was forwarded, the request names this
 * machine (which a rebound DNS name does not), and no web page from elsewhere asks. Reads raw headers only.
 */
final class LocalCaller {

    private static final Set<String> FORWARDED =
            Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip");

    private final AuthSettings auth;

    LocalCaller(AuthSettings auth) {
        this.auth = auth;
    }

    boolean admits(HttpServletRequest request) {
        return auth.localhost()
                && Loopback.isAddress(request.getRemoteAddr())
                && Collections.list(request.getHeaderNames()).stream().noneMatch(LocalCaller::saysForwarded)
                && namesThisMachine(request)
                && !comesFromElsewhere(request);
    }

    private static boolean saysForwarded(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        // $WS…: the headers of a WebSphere web server plug-in, with which Liberty lets a caller name any peer and host.
        return FORWARDED.contains(name) || name.startsWith("x-forwarded") || name.startsWith("$ws");
    }

    private boolean namesThisMachine(HttpServletRequest request) {
        List<String> hosts = Collections.list(request.getHeaders("Host"));
        if (hosts.isEmpty()) {
            return request.getProtocol().equals("HTTP/1.0");
        }
        // An absolute target, which servers let override Host, may name another machine (RFC 9112, 3.2.2).
        return hosts.size() == 1 && isAllowed(HostPort.parse(hosts.get(0)).host()) && isAllowed(serverName(request));
    }

    private static String serverName(HttpServletRequest request) {
        // Payara gives an IPv6 address without its brackets.
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        return name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
    }

    private boolean isAllowed(String host) {
        return Loopback.isHost(host) || auth.allowedHosts().contains(host);
    }

    private static boolean comesFromElsewhere(HttpServletRequest request) {
        return !Collections.list(request.getHeaders("Sec-Fetch-Site")).stream()
                        .allMatch(site -> site.equals("none") || site.equals("same-origin"))
                || !Collections.list(request.getHeaders("Origin")).stream()
                        .allMatch(origin -> isOwn(origin, request.getScheme(), request.getHeader("Host")));
    }

    private static boolean isOwn(String origin, String scheme, @Nullable String host) {
        String prefix = scheme + "://";
        return host != null
                && origin.startsWith(prefix)
                && HostPort.parse(origin.substring(prefix.length()))
                        .in(scheme)
                        .equals(HostPort.parse(host).in(scheme));
    }
}
