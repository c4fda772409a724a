package dev.ccproxy.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the configuration, once per application. */
@ApplicationScoped
public class SettingsProducer {

    /** The settings, with their faults. A record cannot be a normal scoped bean, so they are a singleton. */
    @Produces
    @Singleton
    public Settings settings() {
        return new SettingsReader(ConfigProvider.getConfig()).read();
    }
}
