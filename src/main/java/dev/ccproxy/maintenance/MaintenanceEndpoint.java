package dev.ccproxy.maintenance;

import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.MediaRange;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code /status/maintenance}: an operator takes this program out of rotation and back. Changes need an
 * operator's key. 401 {@code authentication_error}; 403 {@code permission_error}; 503 {@code service_error} with a wrong configuration.
 */
@Path("/status/maintenance")
@Produces(MediaType.APPLICATION_JSON)
public class MaintenanceEndpoint {

    private static final int MAX_BODY = 4096;

    @Inject
    private MaintenanceMode mode;

    public MaintenanceEndpoint() {}

    /** The present maintenance. */
    @GET
    public MaintenanceResponse get() {
        return new MaintenanceResponse(mode.current());
    }

    /**
     * Begins a maintenance, or changes the end and the note of the present one: readiness is DOWN, and the JSON of
     * {@code /status} is 503. 400 {@code invalid_request_error} for a wrong body, 413 {@code request_too_large} for one
     * of more than 4 KiB, 415 {@code invalid_request_error} for another media type than JSON.
     *
     * @param body {@code {"until":"2026-12-31T23:00:00Z","note":"new disk"}}, both optional; or nothing
     */
    @PUT
    public MaintenanceResponse begin(InputStream body) {
        // Not by @Consumes: one of the servers then refuses a request without a body, and before it asks for a key.
        String type = CurrentRequest.get().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.isBlank() && !isJson(MediaRange.parse(type))) {
            throw new ErrorException(
                    ErrorType.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json, unless there is no body");
        }
        byte[] bytes = read(Objects.requireNonNullElse(body, InputStream.nullInputStream()));
        if (bytes.length > MAX_BODY) {
            throw new ErrorException(ErrorType.REQUEST_TOO_LARGE, "The body must have at most " + MAX_BODY + " bytes");
        }
        MaintenanceRequest request = MaintenanceRequest.of(bytes, Instant.now());
        return new MaintenanceResponse(mode.begin(request.until(), request.note()));
    }

    /** With any parameters: JSON has none that mean something (RFC 8259, 11). */
    private static boolean isJson(@Nullable MediaRange type) {
        return type != null
                && type.type().equalsIgnoreCase("application")
                && type.subtype().equalsIgnoreCase("json");
    }

    private static byte[] read(InputStream body) {
        try {
            return body.readNBytes(MAX_BODY + 1);
        } catch (IOException e) {
            // The server has waited in vain for the rest, or the client has gone.
            throw new ErrorException(ErrorType.INVALID_REQUEST, "The body must be as long as Content-Length says");
        }
    }

    /** Ends the maintenance, if there is one: 204. */
    @DELETE
    public void end() {
        mode.end();
    }
}
