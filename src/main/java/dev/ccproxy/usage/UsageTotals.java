package dev.ccproxy.usage;

import dev.ccproxy.messages.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was used since the start, by client, provider and model. Clients may ask for any number of models: it is bounded. */
@ApplicationScoped
public class UsageTotals {

    /** Beyond so many combinations, a new one's model counts as {@link #OTHER}. */
    static final int MAX_KEYS = 10_000;

    /** A model with a longer name counts as {@link #OTHER}. */
    private static final int MAX_NAME_LENGTH = 128;

    /** The model of what has none, or came too late to be counted by its name. */
    static final String OTHER = "other";

    /** Whose total it is. */
    public record Key(String client, String provider, String model) {}

    /**
     * A sum of attempts.
     *
     * @param failures how many of the attempts brought no whole message
     * @param unknownUsage how many of the others told no usage
     */
    public record Total(
            long attempts,
            long failures,
            long unknownUsage,
            long inputTokens,
            long outputTokens,
            long cacheCreationInputTokens,
            long cacheReadInputTokens) {

        private static final Total NONE = new Total(0, 0, 0, 0, 0, 0, 0);

        private Total plus(UsageRecord record) {
            Usage usage = record.usage();
            boolean failed = record.failure() != null;
            return new Total(
                    attempts + 1,
                    failures + (failed ? 1 : 0),
                    unknownUsage + (!failed && usage.equals(Usage.UNKNOWN) ? 1 : 0),
                    inputTokens + number(usage.inputTokens()),
                    outputTokens + number(usage.outputTokens()),
                    cacheCreationInputTokens + number(usage.cacheCreationInputTokens()),
                    cacheReadInputTokens + number(usage.cacheReadInputTokens()));
        }

        private static long number(@Nullable Long tokens) {
            return tokens == null ? 0 : tokens;
        }
    }

    private final Map<Key, Total> totals = new ConcurrentHashMap<>();

    public UsageTotals() {}

    /** Adds an attempt that has ended. */
    public void add(UsageRecord record) {
        String model = record.model() == null || record.model().length() > MAX_NAME_LENGTH ? OTHER : record.model();
        Key key = new Key(record.client().name(), record.provider(), model);
        if (!totals.containsKey(key) && totals.size() >= MAX_KEYS) {
            key = new Key(record.client().name(), record.provider(), OTHER);
        }
        totals.merge(key, Total.NONE.plus(record), (before, one) -> before.plus(record));
    }

    /** All totals so far. */
    public Map<Key, Total> totals() {
        return Map.copyOf(totals);
    }
}
