package dev.ccproxy.provider;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The registry of configured providers. */
@ApplicationScoped
public class Providers {

    private final List<Provider> all;

    /** For the container's proxy, which never uses it. */
    protected Providers() {
        all = List.of();
    }

    /**
     * The providers of a configuration.
     *
     * @param settings the configuration
     */
    @Inject
    public Providers(Settings settings) {
        all = settings.providers().entrySet().stream()
                .map(entry -> new Provider(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * All of them, those that are switched off included.
     *
     * @return in the configured order
     */
    public List<Provider> all() {
        return all;
    }
}
