package dev.ccproxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An error of ours on its way to the client. Its body is the contract's {@code {"error":{"type":"…","message":"…"}}};
 * below {@code /v1} Anthropic's envelope around the same two,
 * {@code {"type":"error","error":{"type":"…","message":"…"},"request_id":"…"}}.
 *
 * @param status the HTTP status, usually the type's
 * @param type what {@code error.type} says
 * @param message a sentence for a person
 * @param retryAfter the seconds of {@code Retry-After}; 0 for none
 * @param code what exactly it is, for {@code x-ccproxy-error} below {@code /v1}
 * @param worthRetrying false if the client had better not send the same request again
 * @param failure what went wrong in this program, for the log; null if nothing did
 */
public record ErrorResponse(
        int status,
        ErrorType type,
        String message,
        long retryAfter,
        String code,
        boolean worthRetrying,
        @Nullable Throwable failure) {

    private static final Logger LOG = System.getLogger(ErrorResponse.class.getName());
    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());

    /** That of a status which a server or a framework has decided on. */
    static ErrorResponse ofStatus(int status, @Nullable Throwable failure) {
        ErrorType type = ErrorType.ofStatus(status);
        return new ErrorResponse(status, type, type.message(), type.retryAfter(), type.code(), true, failure);
    }

    /** That of an exception: what nobody expected is a 500, and is logged. */
    public static ErrorResponse of(Throwable thrown) {
        if (thrown instanceof ErrorException error) {
            ErrorType type = error.type();
            return new ErrorResponse(
                    type.status(),
                    type,
                    String.valueOf(error.getMessage()),
                    error.retryAfter(),
                    error.code(),
                    error.worthRetrying(),
                    null);
        }
        return ofStatus(ErrorType.API.status(), thrown);
    }

    /** The body, in UTF-8. Logs the failure, if there is one, under the id of the request. */
    public byte[] body(RequestInfo request) {
        if (failure != null) {
            LOG.log(Level.ERROR, () -> "Request " + request.id() + " failed", failure);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (request.belowV1()) {
                json.write("type", "error");
            }
            json.writeStartObject("error")
                    .write("type", type.type())
                    .write("message", message)
                    .writeEnd();
            if (request.belowV1()) {
                json.write("request_id", request.id());
            }
            json.writeEnd();
        }
        return text.toString().getBytes(UTF_8);
    }

    /** The whole response of a servlet. */
    public void write(RequestInfo request, HttpServletResponse response) throws IOException {
        byte[] body = body(request);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        if (retryAfter > 0 && !response.containsHeader("Retry-After")) {
            response.setHeader("Retry-After", Long.toString(retryAfter));
        }
        addHeaders(request, response::setHeader);
        ResponseHeaders.complete(request, status, response::containsHeader, response::setHeader);
        response.getOutputStream().write(body);
    }

    /** Says below {@code /v1} that the error is ours and which one: providers' errors look the same. */
    void addHeaders(RequestInfo request, BiConsumer<String, String> set) {
        if (!request.belowV1()) {
            return;
        }
        set.accept("x-ccproxy-error", code);
        if (!worthRetrying) {
            set.accept("x-should-retry", "false");
        }
    }
}
