package dev.ccproxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.messages.ErrorBody;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.MessageError;
import dev.ccproxy.messages.Translation;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error of a provider's. What is about the request goes to the client as it came; what is about this gateway's own key or
 * money does not, because the client would take it for its own.
 */
final class ProviderError {

    private final ProviderResponse response;
    private final int status;
    private final List<Header> headers;
    private final byte[] body;
    private final Failure failure;

    /** Whether the body is not compressed, whatever the provider's was. */
    private final boolean plain;

    private ProviderError(
            ProviderResponse response, int status, List<Header> headers, byte[] body, Failure failure, boolean plain) {
        this.response = response;
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.failure = failure;
        this.plain = plain;
    }

    /** A response with a status that says so. */
    static ProviderError of(ProviderResponse response, byte[] body) {
        int status = response.status();
        return new ProviderError(
                response,
                status,
                response.headers(),
                body,
                failure(status, new String(response.readable(body), UTF_8)),
                false);
    }

    /** The data of an {@code error} event in a stream; as a response it has the status that its type stands for. */
    static ProviderError of(ProviderResponse response, String event) {
        int status = ErrorType.statusOf(ErrorBody.type(event));
        List<Header> headers = response.headers().stream()
                .filter(header -> !header.name().equalsIgnoreCase("Content-Encoding"))
                .map(header -> header.name().equalsIgnoreCase("Content-Type")
                        ? new Header("Content-Type", "application/json")
                        : header)
                .toList();
        return new ProviderError(response, status, headers, event.getBytes(UTF_8), failure(status, event), true);
    }

    /**
     * An error of a provider of another format: what is not about the key has the status and the words of the client's.
     *
     * @param status of the response, or that which an event of a stream stands for
     */
    static ProviderError of(
            ProviderResponse response, Translation translation, int status, String error, String requestId) {
        Failure failure = failure(status, error);
        MessageError translated = translation.error(status, error);
        List<Header> headers = new ArrayList<>(ForwardedHeaders.ofOtherFormat(response.headers()));
        headers.add(new Header("Content-Type", "application/json"));
        Long retryAfter = translation.retryAfter(error);
        if (retryAfter != null
                && headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("retry-after"))) {
            headers.add(new Header("retry-after", retryAfter.toString()));
        }
        return new ProviderError(
                response,
                translated.status(),
                headers,
                translated.json(requestId).getBytes(UTF_8),
                failure.error() != null ? failure : failure(translated.status(), ""),
                true);
    }

    /** A 403 that does not speak of the key may be about what this request asks for. */
    private static Failure failure(int status, String error) {
        // The texts of these are about the request, and may have its words.
        Reason refusal = status == 404 || status == 413 || status == 422
                ? null
                : Refusals.reason(ErrorBody.brief(error).toLowerCase(Locale.ROOT));
        if (refusal == Reason.KEY_REJECTED) {
            return Failure.KEY_REJECTED;
        }
        if (refusal == Reason.QUOTA_EXCEEDED) {
            return Failure.QUOTA_EXCEEDED;
        }
        return switch (status) {
            case 401 -> Failure.KEY_REJECTED;
            case 402 -> Failure.QUOTA_EXCEEDED;
            case 429 -> Failure.RATE_LIMITED;
            case 529 -> Failure.OVERLOADED;
            default -> status >= 500 ? Failure.SERVER_ERROR : Failure.REFUSED;
        };
    }

    /** Whether it is about this gateway's key or its money. */
    boolean isOfKey() {
        return failure.error() != null;
    }

    /** The end of the attempt, which the client has yet to be told of. */
    AttemptException untold() {
        return isOfKey() ? failed() : new AttemptException(failure, this);
    }

    /**
     * Passes it on as a whole response, or ends a stream that a ping has begun.
     *
     * @throws AttemptException if it cannot be the end of the stream that the client is getting
     */
    void tell(ClientResponse client) throws AttemptException, ClientGoneException {
        // What is compressed and passed on as it is cannot be an event.
        boolean isEvent = (plain || !response.isCompressed())
                && !ErrorBody.type(new String(body, UTF_8)).isEmpty();
        if (client.begun() && !isEvent) {
            throw response.invalid("responded with status " + status);
        }
        client.whole(status, ForwardedHeaders.toClient(headers), body);
    }

    /** For how long the provider wants to be left alone; null if it does not say. */
    @Nullable
    Duration retryAfter() {
        for (Header header : headers) {
            Duration asked = RetryAfter.read(header);
            if (asked != null) {
                return asked;
            }
        }
        return null;
    }

    /** The end of the attempt. It has a message, for the client, only if it is {@link #isOfKey}. */
    AttemptException failed() {
        String message = !isOfKey()
                ? ""
                : "The provider " + response.provider()
                        + (failure == Failure.QUOTA_EXCEEDED
                                ? " says that the money or quota of this gateway's key is used up"
                                : " does not accept this gateway's key")
                        + "; tell whoever runs the gateway";
        return new AttemptException(failure, message, null);
    }
}
