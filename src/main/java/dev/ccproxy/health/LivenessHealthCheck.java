package dev.ccproxy.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code /health/live}: this process works. Providers and settings do not count, for a restart repairs neither. */
@Liveness
@ApplicationScoped
public class LivenessHealthCheck implements HealthCheck {

    public LivenessHealthCheck() {}

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("ccproxy-live");
    }
}
