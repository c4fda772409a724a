package dev.ccproxy.monitor;

import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found, by what it met: {@link ResponseDiagnosis} or {@link FailureDiagnosis}. Nothing else decides
 * what a response or an exception means.
 *
 * @param reason why the provider is in its state
 * @param detail what is known beyond the reason, a clause without a full stop that holds no secret; null for nothing
 */
record Diagnosis(Reason reason, @Nullable String detail) {

    static Diagnosis of(Reason reason) {
        return new Diagnosis(reason, null);
    }

    /** Of several for a provider that can be used, the one whose reason comes last; a null one counts for nothing. */
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
