package dev.ccproxy.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Set;

/**
 * Lets no body that nobody reads be taken for the next request, or hold a thread that waits for the rest of it. Both
 * are of Payara Micro, whose probes are servlets of this WAR.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR},
        asyncSupported = true)
public class UnreadBodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Those whose body Grizzly leaves on the connection ({@code org.glassfish.grizzly.http.Method}). */
    private static final Set<String> WITHOUT_BODY = Set.of("TRACE", "CONNECT");

    private static final Set<String> OF_PROBES = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** For the container. */
    public UnreadBodyFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String method = request.getMethod();
        if (WITHOUT_BODY.contains(method)) {
            response.setHeader("Connection", "close");
        }
        if (request.getServletPath().equals("/health") && !OF_PROBES.contains(method)) {
            // The server's own probes read a form, and echo a TRACE.
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            response.sendError(ErrorType.METHOD_NOT_ALLOWED.status());
            return;
        }
        chain.doFilter(FormAsBytes.isForm(request) ? new FormAsBytes(request) : request, response);
    }
}
