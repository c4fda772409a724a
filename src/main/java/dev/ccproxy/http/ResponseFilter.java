package dev.ccproxy.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;

/** Completes every response of JAX-RS: the body of an error, {@code Allow}, and the headers that all responses have. */
@Provider
public class ResponseFilter implements ContainerResponseFilter {

    public ResponseFilter() {}

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        RequestInfo info = RequestInfo.of(request);
        if (response.getEntity() instanceof ErrorResponse error) {
            response.setEntity(error.body(info));
            error.addHeaders(info, response.getHeaders()::putSingle);
        }
        List<Object> allow = response.getHeaders().get(HttpHeaders.ALLOW);
        if (allow != null) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, methods(allow));
        }
        if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
            // The servers' own responses to OPTIONS differ in their body; Allow says it all (RFC 9110, 9.3.7).
            response.setEntity(null);
            response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
            response.setStatusInfo(Response.Status.NO_CONTENT);
        }
        ResponseHeaders.complete(
                info, response.getStatus(), response.getHeaders()::containsKey, response.getHeaders()::putSingle);
    }

    /** The methods in one order; one of the servers forgets that HEAD works where GET does. */
    private static String methods(List<Object> allow) {
        Set<String> methods = new TreeSet<>();
        for (Object value : allow) {
            for (StringTokenizer names = new StringTokenizer(value.toString(), ", "); names.hasMoreTokens(); ) {
                methods.add(names.nextToken());
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return String.join(", ", methods);
    }
}
