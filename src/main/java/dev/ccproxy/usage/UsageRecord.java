package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: one request that was sent, or should have been, to one provider.
 *
 * @param startedAt when the attempt began
 * @param requestId of the client's request, as in the log
 * @param operation what was asked of the Messages API
 * @param model as the provider was asked for it; null if the request named none
 * @param again whether another provider may have received and billed the same request before
 * @param failure null if the client got the whole response
 * @param status of the provider's response; null if there was none
 * @param usage the tokens, as far as the provider told them
 * @param timeToFirstByte from the start of the attempt to the head of the provider's response; null if there was none
 * @param duration from the start of the attempt to its end
 * @param bytesSent of the body of the client's response
 * @param providerRequestId the {@code request-id} of the provider's response; null if it has none
 */
public record UsageRecord(
        Instant startedAt,
        Client client,
        String requestId,
        Operation operation,
        String provider,
        @Nullable String model,
        boolean again,
        @Nullable Failure failure,
        @Nullable Integer status,
        Usage usage,
        @Nullable Duration timeToFirstByte,
        Duration duration,
        long bytesSent,
        @Nullable String providerRequestId) {

    /** What was asked for. */
    public enum Operation {
        /** A message, which costs tokens. */
        MESSAGES,
        /** The number of tokens of a prompt. */
        COUNT_TOKENS
    }
}
