package dev.ccproxy.prices;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * {@code GET /usage/prices}: the prices in force, as {@link PricesReport}. 401 {@code authentication_error}; 503
 * {@code service_error} with an invalid configuration.
 */
@Path("/usage/prices")
@Produces(MediaType.APPLICATION_JSON)
public class PricesEndpoint {

    @Inject
    private Prices prices;

    @Inject
    private WatchedPriceFile file;

    public PricesEndpoint() {}

    /** The prices, from memory. */
    @GET
    public PricesReport get() {
        return PricesReport.of(file, prices.list());
    }
}
