package dev.ccproxy.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows JAX-RS a {@link PlainRequest}; what that leaves out is read from {@link CurrentRequest}. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class PlainRequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** For the container. */
    public PlainRequestFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(new PlainRequest(request), response);
    }
}
