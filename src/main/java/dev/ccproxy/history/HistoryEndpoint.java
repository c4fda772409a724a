package dev.ccproxy.history;

import dev.ccproxy.http.TellsWhy;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;

/**
 * {@code GET /status/history}: what happened to all providers, as {@link HistoryReport}, with {@code ?from=},
 * {@code ?to=}, {@code ?step=} and {@code ?node=}. 400 {@code invalid_request_error} for a wrong value; 401
 * {@code authentication_error}; 503 {@code service_error} when the database is away or too slow, and with an invalid
 * configuration.
 */
@Path("/status/history")
@TellsWhy
@Produces(MediaType.APPLICATION_JSON)
public class HistoryEndpoint {

    @Inject
    private History history;

    public HistoryEndpoint() {}

    /** The range that is asked for, the last 24 hours by default. */
    @GET
    public void get(@Suspended AsyncResponse response) {
        HistoryResponse.send(history, null, response);
    }
}
