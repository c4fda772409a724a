package dev.ccproxy.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Raw values of MicroProfile Config: asks its sources itself, in their order, because {@code Config.getValue} expands
 * {@code ${…}} (MicroProfile Config 3.1, "Property Expressions") and would change or refuse a key with a dollar sign.
 * Remembers every key that was asked for, so that the others are known to be unknown.
 */
final class ConfigValues {

    private final Config config;
    private final Set<String> asked = new LinkedHashSet<>();

    ConfigValues(Config config) {
        this.config = config;
    }

    /** The value of the first source that has one, stripped; null where it is set nowhere or is blank. */
    @Nullable
    String get(String key) {
        asked.add(key);
        String value = raw(key);
        return value.isEmpty() ? null : value;
    }

    /** The same, empty where there is none, for a key that nothing asks for. */
    String raw(String key) {
        for (ConfigSource source : config.getConfigSources()) {
            String value = source.getValue(key);
            if (value == null) {
                continue;
            }
            // A file of a mounted folder is a value too, and some editors put a byte order mark before it.
            String stripped = (value.startsWith("\uFEFF") ? value.substring(1) : value).strip();
            if (!stripped.isEmpty()) {
                return stripped;
            }
        }
        return "";
    }

    /** Every key that was asked for. */
    Set<String> asked() {
        return asked;
    }

    /** Every name that any source has, as that source spells it. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (ConfigSource source : config.getConfigSources()) {
            names.addAll(source.getPropertyNames());
        }
        return names;
    }
}
