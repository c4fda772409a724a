package dev.ccproxy.status;

import dev.ccproxy.http.Accept;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.maintenance.Maintenance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /status}: how this program and its providers are, in one of the formats of {@link StatusFormat}: that of
 * {@code ?format=}, else the one that {@code Accept} wants most, else the contract's JSON of {@link Status}. 200, or
 * with {@code ?fail=} 503 when it is to be that (see {@link FailOn}); 400 {@code invalid_request_error} for a value that
 * neither knows; 401 {@code authentication_error}; 406 {@code invalid_request_error}; 503 {@code service_error} with a
 * wrong configuration, while the application stops, and, in place of the JSON, during a maintenance.
 */
@Path("/status")
@ApplicationScoped
public class StatusEndpoint {

    private static final int JERSEY_BUFFER = 8192;

    @Inject
    private StatusBean status;

    /** For the container. */
    public StatusEndpoint() {}

    /**
     * The status of this moment.
     *
     * @return in the form that is asked for
     */
    @GET
    public Response get() {
        StatusFormat rendition = rendition();
        StatusReport report = report(rendition);
        return head(report, rendition).entity(rendition.of(report)).build();
    }

    /**
     * The same without its body, which is not made.
     *
     * @param response to send the head by
     * @return what GET has but the body and its length
     */
    @HEAD
    public Response head(@Context HttpServletResponse response) {
        StatusFormat rendition = rendition();
        return head(report(rendition), rendition)
                .entity((StreamingOutput) out -> sendHead(out, response))
                .build();
    }

    /**
     * Jersey says {@code Content-Length: 0} of what has no body here and would have one for GET. It leaves that out where
     * more is written than it holds back, which is thrown away, and the container does where the head is gone.
     */
    private static void sendHead(OutputStream out, HttpServletResponse response) throws IOException {
        out.write(new byte[JERSEY_BUFFER + 1]);
        response.flushBuffer();
    }

    private StatusReport report(StatusFormat rendition) {
        StatusReport report = status.report();
        Maintenance maintenance = report.maintenance();
        if (maintenance != null && rendition == StatusFormat.JSON) {
            // The contract's JSON has no word for it: to its readers, this program does not serve.
            throw new ErrorException(ErrorType.SERVICE, maintenance.secondsLeft(Instant.now()));
        }
        return report;
    }

    private Response.ResponseBuilder head(StatusReport report, StatusFormat rendition) {
        String fail = parameter("fail");
        boolean failed = fail != null && FailOn.named(fail).at(report);
        return Response.status(failed ? 503 : 200)
                .header(HttpHeaders.CONTENT_TYPE, rendition.contentType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    private StatusFormat rendition() {
        String format = parameter("format");
        if (format != null) {
            return StatusFormat.named(format);
        }
        Accept accept = Accept.of(CurrentRequest.get());
        return accept == null ? StatusFormat.JSON : StatusFormat.accepted(accept);
    }

    private static @Nullable String parameter(String name) {
        String query = CurrentRequest.get().getQueryString();
        List<String> values = query == null ? List.of() : Query.values(query, name);
        if (values.size() > 1) {
            throw new ErrorException(ErrorType.INVALID_REQUEST, name + " is given more than once");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
