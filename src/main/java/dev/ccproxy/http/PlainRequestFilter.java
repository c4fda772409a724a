package dev.ccproxy.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the response needs of the request ({@link RequestInfo}), and shows JAX-RS a {@link PlainRequest}. What
 * that hides is read from {@link CurrentRequest}. Refuses what no server reads.
 */
public class PlainRequestFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    public PlainRequestFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestInfo info = RequestInfo.of(request);
        if (isCutOff(request.getContentType())) {
            ErrorResponse.of(new ErrorException(
                            ErrorType.INVALID_REQUEST, "Content-Type has a quotation mark that nothing follows"))
                    .write(info, response);
            return;
        }
        chain.doFilter(new PlainRequest(request), response);
    }

    /** Open Liberty fails, with a 500, wherever it looks for the charset in one that ends so. */
    private static boolean isCutOff(@Nullable String contentType) {
        return contentType != null && (contentType.endsWith("=\"") || contentType.endsWith("='"));
    }
}
