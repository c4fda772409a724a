package dev.ccproxy.usage;

import dev.ccproxy.messages.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last requests of clients that failed, so that somebody can see why without the log. */
@ApplicationScoped
public class RecentFailures {

    /** As many as somebody reads. */
    private static final int MAX_KEPT = 50;

    /** Of a model's name, and of a provider's request id. */
    private static final int MAX_LENGTH = 128;

    /**
     * One request that failed, as {@code GET /status/traffic} tells it.
     *
     * @param requestId as in the log
     * @param provider null if the request was refused here, before it had one
     * @param model as the provider was asked for it; null if there was none
     * @param reason a {@link Failure}, or the {@code x-ccproxy-error} of what was refused here
     * @param status of the provider's response, or of ours if there was no provider; null if there was none
     * @param providerRequestId as the provider has told it; null if it has told none
     */
    @JsonbPropertyOrder({
        "at",
        "requestId",
        "client",
        "team",
        "provider",
        "model",
        "reason",
        "status",
        "providerRequestId"
    })
    public record FailedRequest(
            Instant at,
            String requestId,
            String client,
            @Nullable String team,
            @Nullable String provider,
            @Nullable String model,
            String reason,
            @Nullable Integer status,
            @Nullable String providerRequestId) {

        /** With nothing that is longer than its kind, and to the millisecond. */
        private FailedRequest bounded() {
            return new FailedRequest(
                    at.truncatedTo(ChronoUnit.MILLIS),
                    requestId,
                    client,
                    team,
                    provider,
                    bounded(model),
                    reason,
                    status,
                    bounded(providerRequestId));
        }

        private static @Nullable String bounded(@Nullable String text) {
            return text == null || text.length() > MAX_LENGTH ? null : text;
        }
    }

    private final Deque<FailedRequest> newestFirst = new ArrayDeque<>();

    public RecentFailures() {}

    /** Keeps an attempt that has failed, unless its client has gone: that is what clients do when somebody presses Escape. */
    public void add(UsageRecord record) {
        Failure failure = record.failure();
        if (failure != null && failure != Failure.CLIENT_GONE) {
            add(new FailedRequest(
                    record.startedAt().plus(record.duration()),
                    record.requestId(),
                    record.client().name(),
                    record.client().team(),
                    record.provider(),
                    record.model(),
                    failure.toString(),
                    record.status(),
                    record.providerRequestId()));
        }
    }

    /** Keeps one. A model's name that is longer than any is left out: it may be any text that a client has made up. */
    public synchronized void add(FailedRequest request) {
        newestFirst.addFirst(request.bounded());
        if (newestFirst.size() > MAX_KEPT) {
            newestFirst.removeLast();
        }
    }

    /** The last of them, the newest first. */
    public synchronized List<FailedRequest> newestFirst() {
        return List.copyOf(newestFirst);
    }
}
