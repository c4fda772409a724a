package dev.ccproxy.status;

import dev.ccproxy.http.TellsWhy;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/**
 * {@code /status/providers}: the health of each provider. 401 {@code authentication_error}; 404
 * {@code not_found_error} for a name that is not configured; 503 {@code service_error} with an invalid configuration,
 * and what is wrong with it.
 */
@Path("/status/providers")
@TellsWhy
@Produces(MediaType.APPLICATION_JSON)
public class ProvidersEndpoint {

    @Inject
    private StatusBean status;

    public ProvidersEndpoint() {}

    /** All providers, also those that are disabled. */
    @GET
    public ProvidersStatus list() {
        return status.providers();
    }

    /** One provider, by its configured name. */
    @GET
    @Path("{name}")
    public ProviderStatus get(@PathParam("name") String name) {
        return status.provider(name);
    }

    /**
     * Checks a provider now; the only request that causes a check. Needs an operator's key, else 403
     * {@code permission_error}. 400 {@code invalid_request_error} if the provider is never checked; 429
     * {@code rate_limit_error} within a second of the last such request.
     *
     * @return 202 with {@code Location} and {@link RequestedCheck}
     */
    @POST
    @Path("{name}/check")
    public Response check(@PathParam("name") String name, @Context UriInfo uri) {
        String statusUrl = uri.getBaseUri().getPath() + "status/providers/" + name;
        RequestedCheck requested = status.check(name, statusUrl);
        return Response.accepted(requested)
                .header(HttpHeaders.LOCATION, statusUrl)
                .build();
    }
}
