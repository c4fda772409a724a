package dev.ccproxy.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * The response of {@code /status/maintenance}.
 *
 * @param maintenance the present one; null if there is none
 */
public record MaintenanceResponse(@Nullable Maintenance maintenance) {}
