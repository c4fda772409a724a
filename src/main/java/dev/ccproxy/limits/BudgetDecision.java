package dev.ccproxy.limits;

import org.jspecify.annotations.Nullable;

/**
 * Whether a request may be sent.
 *
 * @param reservation what is promised to it; null if it may not be sent
 * @param status of the budget that has decided or, for a request that may be sent, of the one that is used most; null if
 *     there is none
 */
public record BudgetDecision(
        Verdict verdict,
        @Nullable Reservation reservation,
        @Nullable BudgetStatus status) {

    /** Why. */
    public enum Verdict {
        /** It may be sent. */
        ALLOWED,
        /** What is left is promised to requests under way, or not yet here: to be asked again soon. */
        WAIT,
        /** There is less left than it needs, until the next period. */
        SPENT,
        /** Nobody can tell, because the database is away. */
        UNKNOWN
    }
}
