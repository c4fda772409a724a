package dev.ccproxy.status;

import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.metrics.RequestMetrics;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every rendition is made of, so that the same figures stand in all.
 *
 * @param status what the JSON says
 * @param snapshot what is known of the providers
 * @param now the time on the monitor's clock
 * @param wallClock knows the date at which that clock was at zero
 * @param maintenance the one that there is; null where there is none
 * @param requests who asks
 */
record StatusReport(
        Status status,
        Snapshot snapshot,
        Duration now,
        WallClock wallClock,
        @Nullable Maintenance maintenance,
        RequestMetrics requests) {

    /** The date at which the monitor's clock was at zero. */
    Instant origin() {
        return wallClock.origin(now);
    }

    /** How all providers are, taken together. */
    State overall() {
        return snapshot.overall(now);
    }
}
