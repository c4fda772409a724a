package dev.ccproxy.history;

import dev.ccproxy.http.TellsWhy;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;

/**
 * {@code GET /status/providers/NAME/history}: the same as {@link HistoryEndpoint} for one provider, with the changes of
 * its state. 404 {@code not_found_error} for a name that is not configured and enabled.
 */
@Path("/status/providers/{name}/history")
@TellsWhy
@Produces(MediaType.APPLICATION_JSON)
public class ProviderHistoryEndpoint {

    @Inject
    private History history;

    public ProviderHistoryEndpoint() {}

    /** The range that is asked for, the last 24 hours by default. */
    @GET
    public void get(@PathParam("name") String name, @Suspended AsyncResponse response) {
        HistoryResponse.send(history, name, response);
    }
}
