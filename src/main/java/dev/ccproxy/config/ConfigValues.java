package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Raw values of MicroProfile Config. Asks the sources itself, in their order, because {@code Config.getValue} expands
 * {@code ${…}} (MicroProfile Config 3.1, "Property Expressions") and would change or refuse a key with a dollar sign.
 * Remembers every key that was asked for, so that all others can be reported as unknown.
 */
final class ConfigValues {

    private static final int MAX_KEY = 200;
    private static final int DIGEST_BYTES = 8;

    private static final String SALT = salt();

    private final Config config;
    private final Set<String> asked = new LinkedHashSet<>();
    private Map<String, String> file = Map.of();

    ConfigValues(Config config) {
        this.config = config;
    }

    private static String salt() {
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** From now on these win over all sources. */
    void use(Map<String, String> settingsFile) {
        file = settingsFile;
    }

    /** The value of the first source that has one, stripped; null if no source has one that is not blank. */
    @Nullable
    String get(String key) {
        asked.add(key);
        String value = raw(key);
        return value.isEmpty() ? null : value;
    }

    /** The same without remembering the key; empty if there is no value. */
    String raw(String key) {
        String ofFile = stripped(file.get(key));
        if (!ofFile.isEmpty()) {
            return ofFile;
        }
        for (ConfigSource source : config.getConfigSources()) {
            String stripped = stripped(source.getValue(key));
            if (!stripped.isEmpty()) {
                return stripped;
            }
        }
        return "";
    }

    private static String stripped(@Nullable String value) {
        if (value == null) {
            return "";
        }
        // A value may be a mounted file, and some editors put a byte order mark at its start.
        return (value.startsWith("\uFEFF") ? value.substring(1) : value).strip();
    }

    /** Every key that was asked for. */
    Set<String> asked() {
        return asked;
    }

    /**
     * Every key of this program's that was asked for and has a value, with the beginning of its digest; without keys and
     * the proxy, which may have a password.
     */
    Map<String, String> fingerprints() {
        Map<String, String> fingerprints = new TreeMap<>();
        for (String key : asked) {
            String value = raw(key);
            if (key.startsWith("ccproxy.") && !isSecret(key) && !value.isEmpty() && key.length() <= MAX_KEY) {
                fingerprints.put(key, HexFormat.of().formatHex(ApiKey.digest(value.getBytes(UTF_8)), 0, DIGEST_BYTES));
            }
        }
        return Collections.unmodifiableMap(fingerprints);
    }

    /** Those of keys and the proxy, which mean something in this start of the program only. */
    Map<String, String> secretFingerprints() {
        Map<String, String> fingerprints = new TreeMap<>();
        for (String key : asked) {
            String value = raw(key);
            if (key.startsWith("ccproxy.") && isSecret(key) && !value.isEmpty()) {
                fingerprints.put(key, HexFormat.of().formatHex(ApiKey.digest((SALT + value).getBytes(UTF_8))));
            }
        }
        return Collections.unmodifiableMap(fingerprints);
    }

    private static boolean isSecret(String key) {
        return key.endsWith("api-key") || key.endsWith("apikey") || key.endsWith("proxy");
    }

    /** Every name that any source has, as that source spells it. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(file.keySet());
        for (ConfigSource source : config.getConfigSources()) {
            names.addAll(source.getPropertyNames());
        }
        return names;
    }
}
