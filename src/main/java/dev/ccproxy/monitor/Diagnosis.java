package dev.ccproxy.monitor;

import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a response or an exception means, as only {@link ResponseDiagnosis} and {@link FailureDiagnosis} decide.
 *
 * @param reason why the provider is in its state
 * @param detail more about the reason, a clause without a full stop that holds no secret; null if there is nothing to add
 */
record Diagnosis(Reason reason, @Nullable String detail) {

    static Diagnosis of(Reason reason) {
        return new Diagnosis(reason, null);
    }

    /** For a provider that is up or degraded, the diagnosis whose reason is last in {@link Reason}; null ones don't count. */
    static Diagnosis worst(Diagnosis ofResponse, @Nullable Diagnosis slow, @Nullable Diagnosis expiring) {
        if (!ofResponse.reason().state().active()) {
            return ofResponse;
        }
        return Stream.of(ofResponse, slow, expiring)
                .flatMap(Stream::ofNullable)
                .max(Comparator.comparing(Diagnosis::reason))
                .orElseThrow();
    }
}
