package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.TellsWhy;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;

/**
 * {@code GET /api/oauth/usage}: what a client has used of its budgets, as {@link BudgetReport}, where Claude Code looks for
 * it. 401 {@code authentication_error}; 503 {@code service_error} when the database is away or too slow, and with an
 * invalid configuration.
 */
@Path("/api/oauth/usage")
@TellsWhy
@Produces(MediaType.APPLICATION_JSON)
public class BudgetEndpoint {

    @Inject
    private Ledger ledger;

    public BudgetEndpoint() {}

    /** Those of whoever asks. */
    @GET
    public void get(@Suspended AsyncResponse response) {
        ledger.readBudgets(Client.of(CurrentRequest.get()), result -> {
            if (result instanceof BudgetReport report) {
                response.resume(report.json());
            } else {
                response.resume((Throwable) result);
            }
        });
    }
}
