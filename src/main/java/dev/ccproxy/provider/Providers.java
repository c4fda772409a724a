package dev.ccproxy.provider;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** All configured providers. */
@ApplicationScoped
public class Providers {

    private final List<Provider> all;

    /** For CDI's client proxy, which never uses it. */
    protected Providers() {
        all = List.of();
    }

    @Inject
    public Providers(Settings settings) {
        all = settings.providers().entrySet().stream()
                .map(entry -> new Provider(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** All providers, also those that are switched off, in the configured order. */
    public List<Provider> all() {
        return all;
    }
}
