package dev.ccproxy.usage;

import dev.ccproxy.usage.UsageRecord.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is added up, beside the costs. Its name in lower case is its name in the database, in JSON and in CSV. */
enum Measure {
    /** Requests that were sent, or should have been, to a provider. */
    ATTEMPTS,
    /** Those of them that brought no whole message. */
    FAILED_ATTEMPTS,
    /** As the provider told them, like all tokens that are not estimated. */
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    CACHE_CREATION_INPUT_TOKENS,
    /** Those of them that were written for an hour. */
    CACHE_CREATION_1H_INPUT_TOKENS,
    CACHE_READ_INPUT_TOKENS,
    /** Those of the output that were thinking. */
    THINKING_TOKENS,
    /** Attempts that were cut, so that the provider did not tell all. */
    ESTIMATED_ATTEMPTS,
    ESTIMATED_INPUT_TOKENS,
    ESTIMATED_OUTPUT_TOKENS,
    /** Attempts whose tokens, told or estimated, have no price. */
    UNPRICED_ATTEMPTS,
    /** Attempts before which another provider may have received and billed the same request. */
    POSSIBLY_BILLED_TWICE,
    /** From the start of each attempt to its end, in milliseconds. */
    DURATION_MS;

    /** In the order of the database's columns. */
    static final List<Measure> ALL = List.of(values());

    /** As the database's columns are called. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(Measure::toString).toList();

    long of(LedgerEntry entry) {
        UsageRecord record = entry.record();
        return switch (this) {
            case ATTEMPTS -> 1;
            case FAILED_ATTEMPTS -> record.failure() == null ? 0 : 1;
            case INPUT_TOKENS -> number(record.usage().inputTokens());
            case OUTPUT_TOKENS -> number(record.usage().outputTokens());
            case CACHE_CREATION_INPUT_TOKENS -> number(record.usage().cacheCreationInputTokens());
            case CACHE_CREATION_1H_INPUT_TOKENS -> number(record.usage().cacheCreation1hInputTokens());
            case CACHE_READ_INPUT_TOKENS -> number(record.usage().cacheReadInputTokens());
            case THINKING_TOKENS -> number(record.usage().thinkingTokens());
            case ESTIMATED_ATTEMPTS -> record.estimate().equals(Estimate.NONE) ? 0 : 1;
            case ESTIMATED_INPUT_TOKENS -> record.estimate().inputTokens();
            case ESTIMATED_OUTPUT_TOKENS -> record.estimate().outputTokens();
            case UNPRICED_ATTEMPTS -> entry.isUnpriced() ? 1 : 0;
            case POSSIBLY_BILLED_TWICE -> record.again() ? 1 : 0;
            case DURATION_MS -> record.duration().toMillis();
        };
    }

    private static long number(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
