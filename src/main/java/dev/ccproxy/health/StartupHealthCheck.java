package dev.ccproxy.health;

import dev.ccproxy.config.Settings;
import dev.ccproxy.monitor.Monitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** {@code /health/started}: valid settings, and the first round of checks is over, whatever it found. */
@Startup
@ApplicationScoped
public class StartupHealthCheck implements HealthCheck {

    @Inject
    private Settings settings;

    @Inject
    private Monitor monitor;

    public StartupHealthCheck() {}

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ccproxy-started")
                .status(settings.valid() && monitor.snapshot().firstRoundOver())
                .build();
    }
}
