package dev.ccproxy.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Set;

/**
 * Keeps a body that the server does not read from being taken for the next request: Payara Micro leaves the body of a
 * TRACE on the connection, and its health probes are servlets of this WAR. (To a TRACE of a target that is no URL, it
 * responds by itself.)
 */
public class UnreadBodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Methods whose body Grizzly leaves on the connection ({@code org.glassfish.grizzly.http.Method}). */
    private static final Set<String> WITHOUT_BODY = Set.of("TRACE", "CONNECT");

    private static final Set<String> PROBE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    public UnreadBodyFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String method = request.getMethod();
        if (WITHOUT_BODY.contains(method)) {
            response.setHeader("Connection", "close");
        }
        if (request.getServletPath().equals("/health") && !PROBE_METHODS.contains(method)) {
            // The server's own probes would read a form, and echo a TRACE.
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            response.sendError(ErrorType.METHOD_NOT_ALLOWED.status());
            return;
        }
        chain.doFilter(request, response);
    }
}
