package dev.ccproxy.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by their type. A wrong one becomes a fault, which quotes it only if it looks like what belongs there: a
 * number, a duration, a word. Anything else may be a secret in the wrong place.
 */
final class ValueReader {

    private static final Pattern QUOTABLE =
            Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{1,3})?\\s?[a-zA-Z]{0,8}|[a-zA-Z]{1,9}");

    private final ConfigValues values;
    private final Faults faults;
    private final Set<String> quoted = new HashSet<>();

    ValueReader(ConfigValues values, Faults faults) {
        this.values = values;
        this.faults = faults;
    }

    /** Null if it is not set; without its quotation marks, which are a fault. */
    @Nullable
    String text(String key) {
        String value = values.get(key);
        return value == null ? null : unquoted(key, value);
    }

    /** Every name that any source has. */
    Set<String> names() {
        return values.names();
    }

    /** The value as it is, for an environment variable that may be wrong as long as nothing uses it. */
    @Nullable
    String unchecked(String key) {
        return values.get(key);
    }

    /** The value without its quotation marks, which are a fault. */
    String unquoted(String key, String value) {
        if (!Quotes.around(value)) {
            return value;
        }
        reportQuotes(key);
        return Quotes.without(value);
    }

    /** Reports a key once, however often it is read. */
    void reportQuotes(String key) {
        if (quoted.add(key)) {
            faults.add(key, "has a value in quotation marks; " + Quotes.REMEDY);
        }
    }

    /** The elements of a comma-separated list, without blank ones. */
    List<String> list(String key) {
        String value = values.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> elements = elements(value);
        if (elements.stream().noneMatch(Quotes::around)) {
            elements = elements(unquoted(key, value));
        }
        return elements.stream().map(element -> unquoted(key, element)).toList();
    }

    private static List<String> elements(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** True or false; the fallback is for the settings of a provider, which have no line in the file of defaults. */
    boolean flag(String key, boolean fallback) {
        String value = text(key);
        if (value == null) {
            return fallback;
        }
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            faults.add(key, "must be true or false" + quote(value));
        }
        return !value.equalsIgnoreCase("false");
    }

    boolean flag(String key) {
        return flag(key, Boolean.parseBoolean(required(key)));
    }

    int number(String key, int min, int max) {
        Integer number = parse(key, required(key), min, max);
        return number == null ? min : number;
    }

    /** Null if it is not set, or wrong. */
    @Nullable
    Integer optionalNumber(String key, int min, int max) {
        String value = text(key);
        return value == null ? null : parse(key, value, min, max);
    }

    /** Null if it is this word instead, or wrong. */
    @Nullable
    Integer numberOr(String word, String key, int min, int max) {
        String value = required(key);
        return value.equalsIgnoreCase(word) ? null : parse(key, value, min, max, ", or " + word);
    }

    /** A size in bytes. */
    int size(String key, int min, int max) {
        String value = required(key);
        Long size = Sizes.parse(value);
        if (size == null || size < min || size > max) {
            faults.add(
                    key,
                    "must be a size such as 32MiB, from " + Sizes.format(min) + " to " + Sizes.format(max)
                            + quote(value));
            return min;
        }
        return size.intValue();
    }

    @Nullable
    Integer port(String key) {
        String value = text(key);
        if (value == null) {
            return null;
        }
        if (ServiceLinks.isAddress(value)) {
            faults.add(
                    key,
                    "holds an address that Kubernetes sets in every pod beside a Service called ccproxy;"
                            + " set enableServiceLinks: false in the pod's specification, or set CCPROXY_PORT to the port"
                            + " (1 to 65535)");
            return null;
        }
        return parse(key, value, 1, 65535);
    }

    /** Null, and a fault, if it is wrong. */
    @Nullable
    Duration duration(String key, Duration min, Duration max) {
        String value = required(key);
        Duration duration = Durations.parse(value);
        if (duration == null) {
            faults.add(key, "must be a duration such as 15s, 500ms, 2m or PT15S" + quote(value));
            return null;
        }
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            faults.add(
                    key,
                    "must be from " + Durations.format(min) + " to " + Durations.format(max) + ", and is "
                            + Durations.format(duration));
            return null;
        }
        return duration;
    }

    @Nullable
    Path path(String key) {
        String value = text(key);
        try {
            return value == null ? null : Path.of(value);
        } catch (InvalidPathException e) {
            faults.add(key, "must be a path that this system allows");
            return null;
        }
    }

    /** Makes a value of a file's content; its exception says what is wrong, to follow "names a file that". */
    interface FileParser<T> {
        T parse(byte[] content) throws IOException;
    }

    /** The parsed content of the file that a key names; null if none is set or, with a fault, if the file is wrong. */
    <T> @Nullable T file(String key, FileParser<T> parser, String mustHold) {
        String value = text(key);
        if (value == null) {
            return null;
        }
        try {
            return parser.parse(KeyFile.read(Path.of(value)));
        } catch (IOException e) {
            faults.add(
                    key,
                    "names a file that " + e.getMessage() + FileName.of(Path.of(value))
                            + "; it must be readable by the server's user and hold " + mustHold);
        } catch (InvalidPathException e) {
            faults.add(key, "must be a file's path that this system allows, of a file that the server's user can read");
        }
        return null;
    }

    <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
        String value = text(key);
        if (value == null) {
            return fallback;
        }
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(value.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String allowed =
                Arrays.stream(type.getEnumConstants()).map(ValueReader::word).collect(Collectors.joining(", "));
        faults.add(key, "must be one of " + allowed + quote(value));
        return fallback;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String required(String key) {
        return Objects.requireNonNull(
                text(key), () -> key + " has no default in META-INF/microprofile-config.properties");
    }

    private @Nullable Integer parse(String key, String value, int min, int max) {
        return parse(key, value, min, max, "");
    }

    private @Nullable Integer parse(String key, String value, int min, int max, String orElse) {
        if (value.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        faults.add(key, "must be a whole number from " + min + " to " + max + orElse + quote(value));
        return null;
    }

    private static String quote(String value) {
        return QUOTABLE.matcher(value).matches() ? ", and is " + value : "";
    }
}
