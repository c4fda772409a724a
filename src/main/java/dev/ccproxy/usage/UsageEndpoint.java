package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.http.Accept;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Query;
import dev.ccproxy.http.TellsWhy;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /usage}: sums of what was used, as {@link UsageReport}, in JSON or CSV. 400 {@code invalid_request_error} for a
 * wrong value; 401 {@code authentication_error}; 403 {@code permission_error} for what the client may not see; 503
 * {@code service_error} when the database is away or too slow, and with an invalid configuration.
 */
@Path("/usage")
@TellsWhy
@Produces({MediaType.APPLICATION_JSON, UsageEndpoint.CSV})
public class UsageEndpoint {

    static final String CSV = "text/csv";

    private static final String CSV_UTF_8 = CSV + ";charset=utf-8;header=present";

    @Inject
    private Ledger ledger;

    public UsageEndpoint() {}

    /** The sums that are asked for, of this month by default. */
    @GET
    public void get(@Suspended AsyncResponse response) {
        HttpServletRequest request = CurrentRequest.get();
        String query = request.getQueryString();
        boolean csv = isCsv(Query.value(query, "format"), Accept.of(request));
        ledger.read(query, Client.of(request), result -> {
            if (result instanceof UsageReport report) {
                response.resume(csv ? csv(report) : json(report));
            } else {
                response.resume((Throwable) result);
            }
        });
    }

    private static boolean isCsv(@Nullable String format, @Nullable Accept accept) {
        if (format != null) {
            return switch (format) {
                case "csv" -> true;
                case "json" -> false;
                default -> throw new ErrorException(ErrorType.INVALID_REQUEST, "format must be one of json, csv");
            };
        }
        return accept != null
                && accept.best(List.of(MediaType.APPLICATION_JSON, CSV)).equals(CSV);
    }

    private static Response json(UsageReport report) {
        return Response.ok(report.json(), MediaType.APPLICATION_JSON).build();
    }

    private static Response csv(UsageReport report) {
        return Response.ok(report.csv(), CSV_UTF_8)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"usage-" + report.query().from() + "-"
                                + report.query().to() + ".csv\"")
                .build();
    }
}
