package dev.ccproxy.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The well-known providers of {@code catalogue.properties}, for which a name is enough to configure one. */
final class Catalogue {

    /**
     * A well-known provider.
     *
     * @param keyVariables the environment variables that usually hold its key; the first that is set counts
     * @param models how the names of its models begin
     */
    record Entry(URI baseUrl, ProviderSettings.Format format, List<String> keyVariables, List<String> models) {}

    private final Properties properties = new Properties();

    Catalogue() {
        try (InputStream in = Objects.requireNonNull(Catalogue.class.getResourceAsStream("catalogue.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    Entry find(String name) {
        String baseUrl = properties.getProperty(name + ".base-url");
        if (baseUrl == null) {
            return null;
        }
        String format = Objects.requireNonNull(properties.getProperty(name + ".format"));
        return new Entry(
                URI.create(baseUrl),
                ProviderSettings.Format.valueOf(format.toUpperCase(Locale.ROOT)),
                list(name + ".key-variables"),
                list(name + ".models"));
    }

    private List<String> list(String key) {
        String value = properties.getProperty(key, "");
        return value.isEmpty() ? List.of() : List.of(value.split(","));
    }

    /** All names, in alphabetical order. */
    String names() {
        TreeSet<String> names = new TreeSet<>();
        for (String key : properties.stringPropertyNames()) {
            names.add(key.substring(0, key.indexOf('.')));
        }
        return String.join(", ", names);
    }
}
