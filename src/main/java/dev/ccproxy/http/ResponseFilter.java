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

/** Completes every answer of JAX-RS, errors included. */
@Provider
public class ResponseFilter implements ContainerResponseFilter {

    /** For the container. */
    public ResponseFilter() {}

    @Override
    public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
        List<Object> allow = answer.getHeaders().get(HttpHeaders.ALLOW);
        if (allow != null) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, methods(allow));
        }
        if (asked.getMethod().equals(HttpMethod.OPTIONS) && answer.getStatus() == 200) {
            // The servers' own answers to OPTIONS differ in their body; Allow says it all (RFC 9110, 9.3.7).
            answer.setEntity(null);
            answer.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
            answer.setStatusInfo(Response.Status.NO_CONTENT);
        }
        Object retryAfter = answer.getStatus() == ErrorType.SERVICE.status()
                ? answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)
                : null;
        ResponseHeaders.set(CurrentRequest.get(), answer.getStatus(), retryAfter, answer.getHeaders()::putSingle);
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
