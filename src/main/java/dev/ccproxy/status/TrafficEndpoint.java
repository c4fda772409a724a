package dev.ccproxy.status;

import dev.ccproxy.auth.Requests;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.RecentFailures;
import dev.ccproxy.usage.UsageTotals;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * {@code GET /status/traffic}: what clients' requests met since the start, as {@link TrafficReport}. 401
 * {@code authentication_error}; 503 {@code service_error} with an invalid configuration.
 */
@Path("/status/traffic")
@Produces(MediaType.APPLICATION_JSON)
public class TrafficEndpoint {

    @Inject
    private UsageTotals totals;

    @Inject
    private Activity activity;

    @Inject
    private Limiter limiter;

    @Inject
    private Budgets budgets;

    @Inject
    private RecentFailures failures;

    @Inject
    private Requests requests;

    public TrafficEndpoint() {}

    /** The figures, from memory. */
    @GET
    public TrafficReport get() {
        return TrafficReport.of(totals, activity, limiter, budgets, failures, requests);
    }
}
