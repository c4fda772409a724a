package dev.ccproxy.limits;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one limiter of the application, with the limits that are configured. */
@ApplicationScoped
public class LimitsProducer {

    public LimitsProducer() {}

    @Produces
    @Singleton
    public Limiter limiter(Settings settings) {
        Limiter limiter = new Limiter(System::nanoTime);
        limiter.use(settings.limits());
        return limiter;
    }
}
