package dev.ccproxy.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Notes what the response needs of the request ({@link RequestInfo}), and shows JAX-RS a {@link PlainRequest}. What
 * that hides is read from {@link CurrentRequest}.
 */
public class PlainRequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    public PlainRequestFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestInfo unused = RequestInfo.of(request);
        chain.doFilter(new PlainRequest(request), response);
    }
}
