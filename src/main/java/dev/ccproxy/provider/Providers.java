package dev.ccproxy.provider;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The registry of configured providers. */
@ApplicationScoped
public class Providers {

    private final List<Provider> enabled;

    /** For the container's proxy, which never uses it. */
    protected Providers() {
        enabled = List.of();
    }

    /**
     * The providers of a configuration.
     *
     * @param settings the configuration
     */
    @Inject
    public Providers(Settings settings) {
        enabled = settings.providers().entrySet().stream()
                .filter(entry -> entry.getValue().enabled())
                .map(entry -> new Provider(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The providers that take part.
     *
     * @return the enabled ones, in the configured order
     */
    public List<Provider> enabled() {
        return enabled;
    }
}
