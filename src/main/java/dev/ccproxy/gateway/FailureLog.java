package dev.ccproxy.gateway;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.usage.UsageRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log of attempts that failed: of a provider and a kind of failure at most one a minute, with how many were not
 * told. That a provider rejects the key, or that its money is used up, is told once, until a response comes again.
 */
final class FailureLog {

    private static final Logger LOG = System.getLogger(FailureLog.class.getName());

    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private record Kind(String provider, Failure failure) {}

    private static final class Told {
        private long at;
        private int untold;
    }

    private final Map<Kind, Told> told = new ConcurrentHashMap<>();

    /** Takes the next attempt that has ended; one that has not failed has no exception. */
    void log(UsageRecord record, @Nullable AttemptException thrown) {
        Failure failure = record.failure();
        if (failure == null) {
            told.remove(new Kind(record.provider(), Failure.KEY_REJECTED));
            told.remove(new Kind(record.provider(), Failure.QUOTA_EXCEEDED));
            return;
        }
        LOG.log(Level.DEBUG, () -> line(record, 0), thrown);
        if (!failure.isOfProvider() && failure != Failure.LOCAL) {
            return;
        }
        boolean once = failure == Failure.KEY_REJECTED || failure == Failure.QUOTA_EXCEEDED;
        told.compute(new Kind(record.provider(), failure), (kind, last) -> {
            long now = System.nanoTime();
            if (last != null && (once || now - last.at < BETWEEN_LINES)) {
                last.untold++;
                return last;
            }
            LOG.log(once ? Level.ERROR : Level.WARNING, line(record, last == null ? 0 : last.untold));
            Told line = new Told();
            line.at = now;
            return line;
        });
    }

    private static String line(UsageRecord record, int untold) {
        return "Request " + record.requestId() + " of client " + record.client().name() + " to provider "
                + record.provider() + ": " + record.failure()
                + (record.status() == null ? "" : " (HTTP " + record.status() + ")") + " after "
                + record.duration().toMillis() + " ms"
                + (untold == 0 ? "" : "; so did " + untold + " more since the last such line");
    }
}
