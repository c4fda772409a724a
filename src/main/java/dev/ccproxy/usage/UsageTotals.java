package dev.ccproxy.usage;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was used since the start, for metrics. Clients may ask for any number of models: how many are told apart is bounded,
 * and one that is told apart stays so.
 */
public class UsageTotals {

    /** Beyond so many models of all providers, a new one counts as {@link #OTHER}. */
    static final int MAX_MODELS = 200;

    /** A model with a longer name counts as {@link #OTHER}. */
    private static final int MAX_NAME_LENGTH = 128;

    /** The model of what has none, or could not be counted by its name. */
    public static final String OTHER = "other";

    private static final List<Duration> FIRST_BYTE_BOUNDS = List.of(
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120));

    private static final List<Duration> DURATION_BOUNDS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofSeconds(300),
            Duration.ofSeconds(600));

    /** A model, as a provider knows it. */
    public record Model(String provider, String name) {}

    /**
     * Of which attempts something is the total.
     *
     * @param team empty for a client without one
     * @param failure null for those that brought a whole message
     */
    public record Key(Model model, String team, @Nullable Failure failure) {

        /** {@code ok}, or the failure. */
        public String result() {
            return failure == null ? "ok" : failure.toString();
        }
    }

    /**
     * A sum of attempts.
     *
     * @param unknownUsage how many of them told no usage
     * @param bytesSent of the bodies of clients' responses
     */
    public record Total(
            long attempts,
            long unknownUsage,
            long inputTokens,
            long outputTokens,
            long cacheCreationInputTokens,
            long cacheReadInputTokens,
            long bytesSent) {

        /** Of no attempt. */
        public static final Total NONE = new Total(0, 0, 0, 0, 0, 0, 0);

        private static Total of(UsageRecord record) {
            Usage usage = record.usage();
            return new Total(
                    1,
                    usage.equals(Usage.UNKNOWN) ? 1 : 0,
                    number(usage.inputTokens()),
                    number(usage.outputTokens()),
                    number(usage.cacheCreationInputTokens()),
                    number(usage.cacheReadInputTokens()),
                    record.bytesSent());
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
                    cacheReadInputTokens + other.cacheReadInputTokens,
                    bytesSent + other.bytesSent);
        }
    }

    private final Map<Key, Total> totals = new ConcurrentHashMap<>();
    private final Map<Model, Histogram> firstBytes = new ConcurrentHashMap<>();
    private final Map<String, Histogram> durations = new ConcurrentHashMap<>();

    public UsageTotals() {}

    /** Adds an attempt that has ended. */
    public void add(UsageRecord record) {
        Model model = model(record);
        Histogram firstByte = firstBytes.computeIfAbsent(model, its -> new Histogram(FIRST_BYTE_BOUNDS));
        if (record.timeToFirstByte() != null) {
            firstByte.add(record.timeToFirstByte());
        }
        durations
                .computeIfAbsent(record.provider(), its -> new Histogram(DURATION_BOUNDS))
                .add(record.duration());
        String team = Objects.requireNonNullElse(record.client().team(), "");
        totals.merge(new Key(model, team, record.failure()), Total.of(record), Total::plus);
    }

    private Model model(UsageRecord record) {
        String name = record.model();
        // What a provider refuses may be any text that a client has made up.
        boolean accepted = record.status() != null && record.status() < 300;
        Model model = new Model(
                record.provider(), name == null || !accepted || name.length() > MAX_NAME_LENGTH ? OTHER : name);
        return firstBytes.containsKey(model) || firstBytes.size() < MAX_MODELS
                ? model
                : new Model(record.provider(), OTHER);
    }

    /** All totals so far. */
    public Map<Key, Total> totals() {
        return Map.copyOf(totals);
    }

    /** How long the heads of responses took, by model. */
    public Map<Model, Histogram> firstBytes() {
        return Map.copyOf(firstBytes);
    }

    /** How long attempts took from their start to their end, by provider. */
    public Map<String, Histogram> durations() {
        return Map.copyOf(durations);
    }

    /** The sum of all. */
    public Total sum() {
        return totals.values().stream().reduce(Total.NONE, Total::plus);
    }
}
