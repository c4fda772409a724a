package dev.ccproxy.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;

/** Makes the error answer of whatever ends a request in JAX-RS; what nobody expected is a 500 and is logged once. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(ThrowableMapper.class.getName());

    /** For the container. */
    public ThrowableMapper() {}

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof ErrorException error) {
            return answer(error.type().status(), error.type(), String.valueOf(error.getMessage()))
                    .header(HttpHeaders.RETRY_AFTER, error.retryAfter())
                    .build();
        }
        if (thrown instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500) {
            return refusal(refused.getResponse());
        }
        if (thrown instanceof IllegalArgumentException && !hasWellFormedPath()) {
            // RESTEasy takes the path apart with java.net.URI; other servers find nothing there.
            return answer(ErrorType.NOT_FOUND.status(), ErrorType.NOT_FOUND, ErrorType.NOT_FOUND.message())
                    .build();
        }
        LOG.log(Level.ERROR, () -> "Request " + RequestId.of(CurrentRequest.get()) + " failed", thrown);
        return answer(ErrorType.API.status(), ErrorType.API, ErrorType.API.message())
                .build();
    }

    private boolean hasWellFormedPath() {
        try {
            new URI(CurrentRequest.get().getRequestURI());
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** What JAX-RS itself ends: a refusal, such as of a method that a URL does not have, or an answer to OPTIONS. */
    private static Response refusal(Response response) {
        if (response.getStatus() < 400) {
            return response;
        }
        ErrorType type = ErrorType.ofStatus(response.getStatus());
        Response.ResponseBuilder answer = answer(response.getStatus(), type, type.message());
        String allow = response.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    private static Response.ResponseBuilder answer(int status, ErrorType type, String message) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(ErrorBody.of(type, message));
    }
}
