package dev.ccproxy.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the configuration once an application. */
@ApplicationScoped
public class SettingsProducer {

    /** For the container. */
    public SettingsProducer() {}

    /**
     * The settings of this application; a record cannot be a normal scoped bean, so they are a singleton.
     *
     * @return the settings, with their faults
     */
    @Produces
    @Singleton
    public Settings settings() {
        return new SettingsReader(ConfigProvider.getConfig()).read();
    }
}
