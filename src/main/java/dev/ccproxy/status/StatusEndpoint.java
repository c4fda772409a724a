package dev.ccproxy.status;

import dev.ccproxy.http.Accept;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Query;
import dev.ccproxy.maintenance.Maintenance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /status}: how this program and its providers are, in a {@link StatusFormat}: that of {@code ?format=},
 * else the one that {@code Accept} prefers, else the contract's JSON of {@link Status}. 200, or with {@code ?fail=} 503
 * when that applies (see {@link FailOn}); 400 {@code invalid_request_error} for an unknown value of either; 401
 * {@code authentication_error}; 406 {@code invalid_request_error}; 503 {@code service_error} with an invalid
 * configuration, while the application is stopping, and, in place of the JSON, during a maintenance.
 */
@Path("/status")
@ApplicationScoped
public class StatusEndpoint {

    @Inject
    private StatusBean status;

    public StatusEndpoint() {}

    /** The present status. */
    @GET
    public Response get() {
        HttpServletRequest request = CurrentRequest.get();
        String query = request.getQueryString();
        StatusFormat format = format(Query.value(query, "format"), Accept.of(request));
        StatusReport report = status.report();
        Maintenance maintenance = report.maintenance();
        if (maintenance != null && format == StatusFormat.JSON) {
            // The contract's JSON has no word for it: to its readers, this program does not serve.
            throw new ErrorException(ErrorType.SERVICE, maintenance.secondsLeft(Instant.now()));
        }
        String failOn = Query.value(query, "fail");
        boolean fails = failOn != null && FailOn.named(failOn).applies(report);
        return Response.status(fails ? 503 : 200)
                .header(HttpHeaders.CONTENT_TYPE, format.contentType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(HttpHeaders.RETRY_AFTER, fails ? ErrorType.SERVICE.retryAfter() : null)
                .entity(format.write(report))
                .build();
    }

    private static StatusFormat format(@Nullable String name, @Nullable Accept accept) {
        if (name != null) {
            return StatusFormat.named(name);
        }
        return accept == null ? StatusFormat.JSON : StatusFormat.preferredBy(accept);
    }
}
