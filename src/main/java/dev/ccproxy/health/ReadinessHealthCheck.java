package dev.ccproxy.health;

import dev.ccproxy.config.Settings;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.shutdown.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health/ready}: valid settings, not stopping, no maintenance, the monitor not stale, and an active provider if
 * {@code ccproxy.health.requires-provider} is set. If it is DOWN, its data say why: {@code {"reason":"maintenance"}}.
 */
@Readiness
@ApplicationScoped
public class ReadinessHealthCheck implements HealthCheck {

    @Inject
    private Settings settings;

    @Inject
    private Monitor monitor;

    @Inject
    private Shutdown shutdown;

    @Inject
    private MaintenanceMode maintenance;

    public ReadinessHealthCheck() {}

    @Override
    public HealthCheckResponse call() {
        String reason = reason();
        HealthCheckResponseBuilder ready = HealthCheckResponse.named("ccproxy-ready");
        return reason == null
                ? ready.up().build()
                : ready.down().withData("reason", reason).build();
    }

    /** Why it is DOWN; null if it is UP. */
    private @Nullable String reason() {
        if (!settings.valid()) {
            return "configuration";
        }
        if (shutdown.begun()) {
            return "stopping";
        }
        if (maintenance.current() != null) {
            return "maintenance";
        }
        Snapshot snapshot = monitor.snapshot();
        Duration now = monitor.now();
        if (snapshot.stale(now)) {
            return snapshot.providers().stream().anyMatch(health -> health.reason(now) == Reason.CHECK_FAILED)
                    ? "check_failed"
                    : "monitor_stale";
        }
        return settings.healthRequiresProvider() && snapshot.active(now).isEmpty() ? "no_active_provider" : null;
    }
}
