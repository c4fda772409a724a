package dev.ccproxy.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Shows JAX-RS a {@link PlainRequest}; what that leaves out is read from {@link CurrentRequest}. A {@code Content-Length}
 * that is no number of bytes is 400 and ends the connection (RFC 9112, 6.3): one of the servers takes such a request for
 * one without a body, and the body for the next request.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class PlainRequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** What a long has room for, whatever the digits are. */
    private static final int MAX_DIGITS = 18;

    /** For the container. */
    public PlainRequestFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String length = request.getHeader("Content-Length");
        if (length == null || isLength(length)) {
            chain.doFilter(new PlainRequest(request), response);
        } else {
            response.setHeader("Connection", "close");
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private static boolean isLength(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
