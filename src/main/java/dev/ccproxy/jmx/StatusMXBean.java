package dev.ccproxy.jmx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code dev.ccproxy:type=Status}: this program and its providers taken together. */
public interface StatusMXBean {

    /**
     * The version of this program.
     *
     * @return such as {@code 0.1.0}
     */
    String getVersion();

    /**
     * The commit that this program was built from.
     *
     * @return abbreviated; {@code unknown} outside a checkout
     */
    String getCommit();

    /**
     * How long the application has been running.
     *
     * @return seconds
     */
    long getUptimeSeconds();

    /**
     * How all providers are, taken together.
     *
     * @return {@code up}, {@code degraded}, {@code down} or {@code unknown}
     */
    String getState();

    /**
     * The same as a number: 0 up, 1 degraded, 2 unknown, 3 down. So {@code > 2} is down, {@code > 1} is not known to be
     * usable, {@code > 0} is not up.
     *
     * @return 0 to 3
     */
    int getStateCode();

    /**
     * How many providers are configured and enabled.
     *
     * @return their number
     */
    int getProviderCount();

    /**
     * How many providers can be used.
     *
     * @return their number
     */
    int getActiveProviderCount();

    /**
     * The providers that can be used.
     *
     * @return their names, in the configured order
     */
    List<String> getActiveProviders();

    /**
     * How long ago the newest check of any provider was over.
     *
     * @return seconds; null before the first
     */
    @Nullable
    Double getSnapshotAgeSeconds();

    /**
     * Whether an operator has taken this program out of rotation.
     *
     * @return true during a maintenance
     */
    boolean isInMaintenance();

    /**
     * When the maintenance ends by itself.
     *
     * @return ISO 8601; null where there is none or it has no end
     */
    @Nullable
    String getMaintenanceUntil();

    /**
     * What the maintenance is for.
     *
     * @return null where there is none or nothing was said
     */
    @Nullable
    String getMaintenanceNote();
}
