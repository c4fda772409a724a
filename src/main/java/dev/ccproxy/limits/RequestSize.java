package dev.ccproxy.limits;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before it is sent.
 *
 * @param bytes of its body; no tokenizer makes more tokens than that of a text
 * @param inputTokens about how many tokens the input has
 * @param maxTokens the most that the response may have; null if the request does not say
 */
public record RequestSize(
        long bytes, long inputTokens, @Nullable Long maxTokens) {

    /** The most that any model of the catalogue gives. */
    private static final long MAX_OUTPUT = 128_000;

    /** Of the output of one of the first requests to a model. */
    private static final long USUAL_OUTPUT = 4_000;

    long mostOutput() {
        return maxTokens == null ? MAX_OUTPUT : Math.max(0, maxTokens);
    }

    long usualOutput() {
        return Math.min(USUAL_OUTPUT, mostOutput());
    }
}
