package dev.ccproxy.maintenance;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the maintenance mode of this application. */
@ApplicationScoped
public class MaintenanceProducer {

    public MaintenanceProducer() {}

    /** One without CDI's proxy, because JMX reads it on threads that do not belong to this application. */
    @Produces
    @Singleton
    public MaintenanceMode mode(Settings settings) {
        return new MaintenanceMode(settings.storage().dataDir());
    }
}
