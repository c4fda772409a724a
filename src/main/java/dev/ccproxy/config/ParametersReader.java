package dev.ccproxy.config;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.route.NAME.parameters.KEY}, where KEY is any field of the Messages API that has a default. */
final class ParametersReader {

    private static final String PART = ".parameters.";

    private static final String STARTS_OF_JSON = "{[\"";

    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /** What makes a request the one that it is. */
    private static final Set<String> NO_DEFAULTS = Set.of("messages", "model", "stream");

    private final ValueReader reader;
    private final Faults faults;

    ParametersReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /**
     * The parameters of a route, as JSON.
     *
     * @param route such as {@code ccproxy.route.cheap}
     */
    Map<String, String> read(String route) {
        Map<String, String> parameters = new TreeMap<>();
        for (String field : fields(route + PART)) {
            String key = route + PART + field;
            String value = reader.text(key);
            if (!FIELD.matcher(field).matches() || NO_DEFAULTS.contains(field)) {
                faults.add(
                        key,
                        "is no parameter with a default; a parameter is a field of the Messages API such as max_tokens or"
                                + " temperature, and none of " + String.join(", ", new TreeSet<>(NO_DEFAULTS)));
            } else if (value != null) {
                String json = json(value);
                if (json == null) {
                    faults.add(
                            key,
                            "begins like JSON and is none; a parameter is JSON, or a word without quotation marks");
                } else {
                    parameters.put(field, json);
                }
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    /** In the environment they are written in capitals; the API's fields have none. */
    private Set<String> fields(String prefix) {
        Set<String> fields = new TreeSet<>();
        String inEnvironment = prefix.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
        for (String name : reader.names()) {
            if (name.startsWith(prefix)) {
                fields.add(name.substring(prefix.length()));
            } else if (name.startsWith(inEnvironment)) {
                fields.add(name.substring(inEnvironment.length()).toLowerCase(Locale.ROOT));
            }
        }
        return fields;
    }

    /** What is no JSON is a string; null for what may have been meant as JSON. */
    private static @Nullable String json(String value) {
        try (JsonReader json = Json.createReader(new StringReader("[" + value + "]"))) {
            JsonValue whole = json.readArray();
            if (whole.asJsonArray().size() == 1) {
                return whole.asJsonArray().get(0).toString();
            }
        } catch (JsonException e) {
            // A word such as auto.
        }
        return STARTS_OF_JSON.indexOf(value.charAt(0)) >= 0
                ? null
                : Json.createValue(value).toString();
    }
}
