package dev.ccproxy.status;

import dev.ccproxy.history.HistoryFigures;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.metrics.RequestMetrics;
import dev.ccproxy.metrics.RoutingMetrics;
import dev.ccproxy.metrics.UsageMetrics;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.State;
import dev.ccproxy.monitor.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every format is written from, so that all have the same figures.
 *
 * @param status what the contract's JSON says
 * @param snapshot the health of the providers
 * @param now the time on the monitor's clock
 * @param wallClock turns that clock's times into dates
 * @param maintenance the present one; null if there is none
 * @param requests who sends requests
 * @param usage what the gateway used
 * @param routing what rests, and how far clients are at their limits
 * @param history what is known of the past
 */
record StatusReport(
        Status status,
        Snapshot snapshot,
        Duration now,
        WallClock wallClock,
        @Nullable Maintenance maintenance,
        RequestMetrics requests,
        UsageMetrics usage,
        RoutingMetrics routing,
        Supplier<HistoryFigures> history) {

    /** The date at which the monitor's clock was at zero. */
    Instant origin() {
        return wallClock.origin(now);
    }

    /** The state of all providers taken together. */
    State overall() {
        return snapshot.overall(now);
    }
}
