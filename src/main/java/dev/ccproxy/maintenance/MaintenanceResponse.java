package dev.ccproxy.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code /status/maintenance}.
 *
 * @param maintenance the one that there is; null where there is none
 */
public record MaintenanceResponse(@Nullable Maintenance maintenance) {}
