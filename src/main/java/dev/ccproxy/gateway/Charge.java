package dev.ccproxy.gateway;

import dev.ccproxy.limits.Permit;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.usage.UsageRecord;

/** What an attempt counts against the limits of its client. */
final class Charge {

    private Charge() {}

    /** The tokens that it has used; if nobody knows how many, what was reserved stays. */
    static void settle(Permit permit, UsageRecord record) {
        if (!record.usage().equals(Usage.UNKNOWN)) {
            permit.settle(Permit.counted(record.usage()));
        } else if (isUnused(record)) {
            permit.settle(0);
        }
    }

    /** Whether the provider has certainly used nothing: it was not reached, or has refused the request. */
    private static boolean isUnused(UsageRecord record) {
        return record.failure() == Failure.CONNECT_FAILED
                || record.failure() == Failure.CONNECT_TIMEOUT
                || (record.status() != null && record.status() >= 400);
    }
}
