package dev.ccproxy.health;

import dev.ccproxy.config.Settings;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.shutdown.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code /health/ready}: good settings, not stopping, no maintenance, the monitor not stale, and, where
 * {@code ccproxy.health.requires-provider} is set, an active provider.
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

    /** For the container. */
    public ReadinessHealthCheck() {}

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ccproxy-ready").status(isReady()).build();
    }

    private boolean isReady() {
        Snapshot snapshot = monitor.snapshot();
        Duration now = monitor.now();
        return settings.valid()
                && !shutdown.begun()
                && maintenance.current() == null
                && !snapshot.stale(now)
                && (!settings.healthRequiresProvider() || !snapshot.active(now).isEmpty());
    }
}
