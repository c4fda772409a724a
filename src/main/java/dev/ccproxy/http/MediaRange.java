package dev.ccproxy.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A media type, or several by a wildcard (RFC 9110, 12.5.1), and its weight. Read in one pass.
 *
 * @param type a token, or {@code *}
 * @param subtype a token, or {@code *}
 * @param version the parameter {@code version}, without its quotes; null without one. Other parameters are left out
 * @param weight the quality value, from 0 to 1
 */
public record MediaRange(
        String type, String subtype, @Nullable String version, double weight) {

    private static final String ANY = "*";

    /** Further characters of a weight make no difference. */
    private static final int MAX_DIGITS = 12;

    /**
     * Reads one as leniently as it can: a lone {@code *} accepts everything, {@code q=.2} is a weight, and a malformed
     * parameter is left out.
     *
     * @param text one element of a list
     * @return null if it is not a media range, or its weight is not a number from 0 to 1
     */
    public static @Nullable MediaRange parse(String text) {
        List<String> parts = split(text, ';');
        String name = parts.get(0).strip();
        int slash = name.indexOf('/');
        String type = slash < 0 ? name : name.substring(0, slash);
        String subtype = slash < 0 && name.equals(ANY) ? ANY : name.substring(slash + 1);
        if (!isToken(type) || !isToken(subtype) || (slash < 0 && !name.equals(ANY))) {
            return null;
        }
        if (type.equals(ANY) && !subtype.equals(ANY)) {
            return null;
        }
        String version = null;
        Double weight = null;
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String key = (equals < 0 ? part : part.substring(0, equals)).strip();
            String value = equals < 0 ? "" : unquoted(part.substring(equals + 1).strip());
            if (key.equalsIgnoreCase("version") && version == null) {
                version = value;
            } else if (key.equalsIgnoreCase("q") && weight == null) {
                weight = weight(value);
                if (weight == null) {
                    return null;
                }
            }
        }
        return new MediaRange(type, subtype, version, weight == null ? 1 : weight);
    }

    /** The parts between separators outside quoted strings (RFC 9110, 5.6.4); at least one. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /**
     * How closely this fits a media type: 4 with its version, 3, 2 for any subtype, 1 for everything; 0 if it does not.
     */
    int precision(MediaRange offered) {
        if (type.equals(ANY)) {
            return 1;
        }
        if (!type.equalsIgnoreCase(offered.type)) {
            return 0;
        }
        if (subtype.equals(ANY)) {
            return 2;
        }
        if (!subtype.equalsIgnoreCase(offered.subtype)) {
            return 0;
        }
        // The only parameter in which our media types differ; charset, for one, is always UTF-8.
        return version == null ? 3 : version.equals(offered.version) ? 4 : 0;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || "0123456789!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i < value.length() - 2) {
                i++;
            }
            text.append(value.charAt(i));
        }
        return text.toString();
    }

    /** More lenient than RFC 9110, 12.4.2: any number of digits, and none needed before the point. */
    private static @Nullable Double weight(String text) {
        if (text.isEmpty()
                || text.equals(".")
                || text.indexOf('.') != text.lastIndexOf('.')
                || !text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
            return null;
        }
        double weight = Double.parseDouble(text.substring(0, Math.min(text.length(), MAX_DIGITS)));
        return weight > 1 ? null : weight;
    }
}
