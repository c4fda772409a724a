package dev.ccproxy.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Objects;

/**
 * What every response needs of its request. It is read once, on the request's thread, because a response may be
 * completed on another one; from then on it is an attribute of the request.
 *
 * @param id the {@code request-id} header of the response, in the log too
 * @param belowV1 whether the path, relative to the context root, is {@code /v1} or below
 */
public record RequestInfo(String id, boolean belowV1) {

    private static final String ATTRIBUTE = RequestInfo.class.getName();

    /** That of a servlet's request. */
    public static RequestInfo of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestInfo info) {
            return info;
        }
        RequestInfo info =
                new RequestInfo(RequestId.from(request.getHeader("X-Request-ID")), isBelowV1(clientsPath(request)));
        request.setAttribute(ATTRIBUTE, info);
        return info;
    }

    /** That of a JAX-RS request, whose properties are the attributes that {@link PlainRequestFilter} has set. */
    static RequestInfo of(ContainerRequestContext request) {
        return (RequestInfo) Objects.requireNonNull(request.getProperty(ATTRIBUTE));
    }

    /** On the way to an error page, the URI of the request is the page's. */
    private static String clientsPath(HttpServletRequest request) {
        String uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String clients
                ? clients
                : request.getRequestURI();
        String root = request.getContextPath();
        return uri.startsWith(root) ? uri.substring(root.length()) : uri;
    }

    /** Whether a path, relative to the context root, is {@code /v1} or below. */
    public static boolean isBelowV1(String path) {
        return path.equals("/v1") || path.startsWith("/v1/");
    }
}
