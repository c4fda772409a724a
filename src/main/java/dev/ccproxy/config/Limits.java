package dev.ccproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client or one team may do.
 *
 * @param requestsPerMinute {@code requests-per-minute}: in any 60 seconds, 1 to 100,000; null for any number
 * @param tokensPerMinute {@code tokens-per-minute}: in any 60 seconds, 1 to 1,000,000,000; null for any number
 * @param concurrentRequests {@code concurrent-requests}: under way at once, 1 to 100,000; null for any number
 * @param models {@code models}: which may be asked for; empty for all
 * @param budgets {@code budget-per-day}, {@code budget-per-week} and {@code budget-per-month}: at most one of each unit and period
 */
public record Limits(
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute,
        @Nullable Integer concurrentRequests,
        List<Glob> models,
        List<Budget> budgets) {

    /** Everything is allowed. */
    public static final Limits NONE = new Limits(null, null, null, List.of(), List.of());

    /** Whether a model of a provider may be asked for: by its own name, or as {@code PROVIDER/MODEL}. */
    public boolean allows(String provider, String model) {
        return models.isEmpty()
                || models.stream().anyMatch(glob -> glob.matches(model) || glob.matches(provider + "/" + model));
    }
}
