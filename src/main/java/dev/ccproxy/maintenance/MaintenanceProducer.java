package dev.ccproxy.maintenance;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the maintenance mode of this application. */
@ApplicationScoped
public class MaintenanceProducer {

    /** For the container. */
    public MaintenanceProducer() {}

    /**
     * Without a proxy, so that JMX can read it from a thread that knows nothing of this application.
     *
     * @param settings say where it is remembered
     * @return one for the whole application
     */
    @Produces
    @Singleton
    public MaintenanceMode mode(Settings settings) {
        return new MaintenanceMode(settings.dataDir());
    }
}
