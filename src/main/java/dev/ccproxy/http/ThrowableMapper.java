package dev.ccproxy.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Turns whatever ends a request in JAX-RS into an error, whose body {@link ResponseFilter} writes. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {

    public ThrowableMapper() {}

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof WebApplicationException ended
                && ended.getResponse().getStatus() < 500) {
            return ofJaxRs(ended.getResponse());
        }
        if (thrown instanceof IllegalArgumentException && thrown.getCause() instanceof URISyntaxException) {
            // RESTEasy takes the path apart with java.net.URI; the other servers find nothing there.
            return response(ErrorResponse.ofStatus(ErrorType.NOT_FOUND.status(), null), null);
        }
        return response(ErrorResponse.of(thrown), null);
    }

    /**
     * What JAX-RS itself ends: with an error, such as for a method that a URL does not have, or with a response to
     * OPTIONS.
     */
    private static Response ofJaxRs(Response response) {
        return response.getStatus() < 400
                ? response
                : response(
                        ErrorResponse.ofStatus(response.getStatus(), null),
                        response.getHeaderString(HttpHeaders.ALLOW));
    }

    private static Response response(ErrorResponse error, @Nullable String allow) {
        return Response.status(error.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ALLOW, allow)
                .header(HttpHeaders.RETRY_AFTER, error.retryAfter() == 0 ? null : error.retryAfter())
                .entity(error)
                .build();
    }
}
