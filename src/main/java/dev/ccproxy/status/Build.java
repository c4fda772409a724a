package dev.ccproxy.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The build of this program, which wrote this down.
 *
 * @param version the version of the Maven project
 * @param commit the abbreviated commit, with {@code -dirty} if the tree had changes; {@code unknown} if it was not
 *     built in a checkout
 * @param date when it was built, or {@code SOURCE_DATE_EPOCH} if that was set: ISO 8601, UTC, to the second
 */
public record Build(String version, String commit, String date) {

    private static final String UNKNOWN = "unknown";

    /** That of this program. */
    public static Build load() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(Build.class.getResourceAsStream("build.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(properties);
    }

    static Build of(Properties properties) {
        String epoch = value(properties, "source-date-epoch");
        return new Build(
                value(properties, "version"),
                value(properties, "commit"),
                isNumber(epoch) ? Instant.ofEpochSecond(Long.parseLong(epoch)).toString() : value(properties, "date"));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 11 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** For the metrics. */
    Map<String, String> labels() {
        return Map.of("version", version, "commit", commit, "date", date);
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        return value.isEmpty() || value.startsWith("${") ? UNKNOWN : value;
    }
}
