package dev.ccproxy.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/**
 * {@code GET /status}: how this program and its providers are. 200 with the JSON of {@link Status}; 401
 * {@code authentication_error}; 503 {@code service_error} with a wrong configuration, and while the application stops.
 */
@Path("/status")
@ApplicationScoped
public class StatusEndpoint {

    @Inject
    private StatusBean status;

    /** Names the socket on which a request arrived. */
    @Context
    private HttpServletRequest request;

    /** For the container. */
    public StatusEndpoint() {}

    /**
     * The status of this moment.
     *
     * @return the contract's ten keys
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Status get() {
        return status.status(request);
    }
}
