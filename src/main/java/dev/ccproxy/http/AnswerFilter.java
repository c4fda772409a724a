package dev.ccproxy.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Completes every answer of JAX-RS, errors included. */
@Provider
public class AnswerFilter implements ContainerResponseFilter {

    @Context
    private HttpServletRequest request;

    /** For the container. */
    public AnswerFilter() {}

    @Override
    public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
        if (asked.getMethod().equals(HttpMethod.OPTIONS) && answer.getStatus() == 200) {
            // The servers' own answers to OPTIONS differ in their body; Allow says it all (RFC 9110, 9.3.7).
            answer.setEntity(null);
            answer.setStatusInfo(Response.Status.NO_CONTENT);
        }
        AnswerHeaders.set(request, answer.getStatus(), answer.getHeaders()::putSingle);
    }
}
