package dev.ccproxy.jmx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code dev.ccproxy:type=Status}: this program and its providers taken together. */
public interface StatusMXBean {

    String getVersion();

    /** Abbreviated; {@code unknown} if it was not built in a checkout. */
    String getCommit();

    /** Since the application started. */
    long getUptimeSeconds();

    /** All providers taken together: {@code up}, {@code degraded}, {@code down} or {@code unknown}. */
    String getState();

    /**
     * The state as a number: 0 up, 1 degraded, 2 unknown, 3 down. So {@code > 2} is down, {@code > 1} may be unusable,
     * {@code > 0} is not up.
     */
    int getStateCode();

    /** How many providers are configured and enabled. */
    int getProviderCount();

    /** How many of them are up or degraded. */
    int getActiveProviderCount();

    /** The names of those, in the configured order. */
    List<String> getActiveProviders();

    /** Since the newest check of any provider was over; null before the first. */
    @Nullable
    Double getSnapshotAgeSeconds();

    /** Whether an operator has taken this program out of rotation. */
    boolean isInMaintenance();

    /** When the maintenance ends by itself, in ISO 8601; null if there is none or only an operator ends it. */
    @Nullable
    String getMaintenanceUntil();

    /** What the maintenance is for; null if there is none or nothing was said. */
    @Nullable
    String getMaintenanceNote();
}
