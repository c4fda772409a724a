package dev.ccproxy.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code /health/live}: that this process works. A restart mends neither a provider nor a setting: they don't count. */
@Liveness
@ApplicationScoped
public class LivenessHealthCheck implements HealthCheck {

    /** For the container. */
    public LivenessHealthCheck() {}

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("ccproxy-live");
    }
}
