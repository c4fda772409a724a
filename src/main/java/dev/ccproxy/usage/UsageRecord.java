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
 * @param asked what the client said of the request, and where it was to go
 * @param model as the provider was asked for it; null if the request named none
 * @param again whether another provider may have received and billed the same request before
 * @param failure null if the client got the whole response
 * @param status of the provider's response; null if there was none
 * @param usage the tokens, as far as the provider told them
 * @param estimate what may have been used beside what the provider told
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
        Asked asked,
        String provider,
        @Nullable String model,
        boolean again,
        @Nullable Failure failure,
        @Nullable Integer status,
        Usage usage,
        Estimate estimate,
        @Nullable Duration timeToFirstByte,
        Duration duration,
        long bytesSent,
        @Nullable String providerRequestId) {

    /** Whether no text is longer than the ledger keeps. */
    boolean isBounded() {
        return Texts.fits(model, Texts.MAX_NAME) && Texts.fits(providerRequestId, Texts.MAX_NAME) && asked.isBounded();
    }

    /** The same, without more of any text than the ledger keeps. */
    UsageRecord bounded() {
        return new UsageRecord(
                startedAt,
                client,
                requestId,
                operation,
                asked.bounded(),
                provider,
                Texts.boundedOrNull(model, Texts.MAX_NAME),
                again,
                failure,
                status,
                usage,
                estimate,
                timeToFirstByte,
                duration,
                bytesSent,
                Texts.boundedOrNull(providerRequestId, Texts.MAX_NAME));
    }

    /** What was asked for. */
    public enum Operation {
        /** A message, which costs tokens. */
        MESSAGES,
        /** The number of tokens of a prompt. */
        COUNT_TOKENS
    }

    /**
     * What the client said of a request, and where it was to go.
     *
     * @param model as the client named it; empty if it named none
     * @param session {@code x-claude-code-session-id}; null if there is none
     * @param requestClass {@code x-claude-code-request-class}; null if there is none
     * @param route empty if no route fitted
     * @param losses what the provider did not get of the request, as in {@code x-ccproxy-loss}; empty if it got all
     */
    public record Asked(
            String model,
            @Nullable String session,
            @Nullable String requestClass,
            String route,
            String losses) {

        /** Nothing is known. */
        public static final Asked NOTHING = new Asked("", null, null, "", "");

        private boolean isBounded() {
            return Texts.fits(model, Texts.MAX_NAME)
                    && Texts.fits(session, Texts.MAX_NAME)
                    && Texts.fits(requestClass, Texts.MAX_CLASS)
                    && Texts.fits(losses, Texts.MAX_LOSSES);
        }

        private Asked bounded() {
            return new Asked(
                    Texts.bounded(model, Texts.MAX_NAME),
                    Texts.boundedOrNull(session, Texts.MAX_NAME),
                    Texts.boundedOrNull(requestClass, Texts.MAX_CLASS),
                    route,
                    Texts.bounded(losses, Texts.MAX_LOSSES));
        }
    }

    /** Tokens that a provider may have counted and did not tell, because the response was cut. */
    public record Estimate(long inputTokens, long outputTokens) {

        /** The provider has told all. */
        public static final Estimate NONE = new Estimate(0, 0);
    }
}
