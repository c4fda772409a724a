package dev.ccproxy.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Settings for tests of other rooms, from the text of a properties file. */
public final class SettingsOf {

    private SettingsOf() {}

    /** Those of these lines, where a provider that needs a base URL has one. */
    public static Settings lines(String lines) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Configured configured = Configured.by();
        properties.stringPropertyNames().forEach(key -> configured.and(key, properties.getProperty(key)));
        Catalogue known = new Catalogue();
        for (String provider : properties.getProperty("ccproxy.providers", "").split(",", -1)) {
            String key = "ccproxy.provider." + provider.strip() + ".base-url";
            if (known.find(provider.strip()) == null && !properties.containsKey(key)) {
                configured.and(key, "http://localhost:1");
            }
        }
        return configured.read();
    }
}
