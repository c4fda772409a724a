package dev.ccproxy.gateway;

import dev.ccproxy.limits.Permit;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.usage.UsageRecord;

/** What the attempts of a request count against the limits of its client. */
final class Charge {

    private long used;
    private boolean unknown;

    /** Adds an attempt that has ended. */
    void add(UsageRecord record) {
        Usage usage = record.usage();
        if (usage.inputTokens() != null || usage.outputTokens() != null) {
            used += Permit.counted(usage);
        } else if (!isUnused(record)) {
            unknown = true;
        }
    }

    /** Counts the tokens that were used; if nobody knows how many, what was reserved stays. */
    void settle(Permit permit) {
        if (used > 0 || !unknown) {
            permit.settle(used);
        }
    }

    /** Whether the provider has certainly used nothing: it was not reached, or has refused the request. */
    private static boolean isUnused(UsageRecord record) {
        return record.failure() == Failure.CONNECT_FAILED
                || record.failure() == Failure.CONNECT_TIMEOUT
                || (record.status() != null && record.status() >= 400);
    }
}
