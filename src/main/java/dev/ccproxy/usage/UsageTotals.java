package dev.ccproxy.usage;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was used since the start. Clients may ask for any number of models: how many are told apart is bounded. */
@ApplicationScoped
public class UsageTotals {

    /** Beyond so many combinations, a new one's model counts as {@link #OTHER}. */
    static final int MAX_KEYS = 10_000;

    /** A model with a longer name counts as {@link #OTHER}. */
    private static final int MAX_NAME_LENGTH = 128;

    /** The model of what has none, or could not be counted by its name. */
    static final String OTHER = "other";

    /**
     * Of which attempts something is the total.
     *
     * @param failure null for those that brought a whole message
     */
    public record Key(
            String client,
            String provider,
            String model,
            @Nullable Failure failure) {

        /** {@code ok}, or the failure. */
        public String result() {
            return failure == null ? "ok" : failure.toString();
        }
    }

    /**
     * A sum of attempts.
     *
     * @param unknownUsage how many of them told no usage
     */
    public record Total(
            long attempts,
            long unknownUsage,
            long inputTokens,
            long outputTokens,
            long cacheCreationInputTokens,
            long cacheReadInputTokens) {

        /** Of no attempt. */
        public static final Total NONE = new Total(0, 0, 0, 0, 0, 0);

        private static Total of(Usage usage) {
            return new Total(
                    1,
                    usage.equals(Usage.UNKNOWN) ? 1 : 0,
                    number(usage.inputTokens()),
                    number(usage.outputTokens()),
                    number(usage.cacheCreationInputTokens()),
                    number(usage.cacheReadInputTokens()));
        }

        private static long number(@Nullable Long tokens) {
            return tokens == null ? 0 : tokens;
        }

        /** The sum of both. */
        public Total plus(Total other) {
            return new Total(
                    attempts + other.attempts,
                    unknownUsage + other.unknownUsage,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    cacheCreationInputTokens + other.cacheCreationInputTokens,
                    cacheReadInputTokens + other.cacheReadInputTokens);
        }
    }

    private final Map<Key, Total> totals = new ConcurrentHashMap<>();

    public UsageTotals() {}

    /** Adds an attempt that has ended. */
    public void add(UsageRecord record) {
        String model = record.model();
        // What a provider refuses may be any text that a client has made up.
        boolean accepted = record.status() != null && record.status() < 300;
        Key key = key(record, model == null || !accepted || model.length() > MAX_NAME_LENGTH ? OTHER : model);
        if (!totals.containsKey(key) && totals.size() >= MAX_KEYS) {
            key = key(record, OTHER);
        }
        totals.merge(key, Total.of(record.usage()), Total::plus);
    }

    private static Key key(UsageRecord record, String model) {
        return new Key(record.client().name(), record.provider(), model, record.failure());
    }

    /** All totals so far. */
    public Map<Key, Total> totals() {
        return Map.copyOf(totals);
    }
}
