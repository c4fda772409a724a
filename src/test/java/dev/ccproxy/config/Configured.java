package dev.ccproxy.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** A real MicroProfile Config of the application's defaults and what a test sets, and of nothing from this machine. */
final class Configured {

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Configured() {}

    static Configured by(String... keysAndValues) {
        return new Configured().and(keysAndValues);
    }

    static Configured byEnvironment(String... namesAndValues) {
        return new Configured().withEnvironment(namesAndValues);
    }

    Configured withEnvironment(String... namesAndValues) {
        putAll(environment, namesAndValues);
        return this;
    }

    Settings read() {
        return reader().read();
    }

    SettingsReader reader() {
        return new SettingsReader(new SmallRyeConfigBuilder()
                .addPropertiesSources()
                // Among them the one that expands ${…}, as every server's Config does.
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "test", 400))
                .withSources(new EnvConfigSource(environment, 300))
                .build());
    }

    Configured and(String... keysAndValues) {
        putAll(properties, keysAndValues);
        return this;
    }

    private static void putAll(Map<String, String> target, String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            target.put(keysAndValues[i], keysAndValues[i + 1]);
        }
    }
}
