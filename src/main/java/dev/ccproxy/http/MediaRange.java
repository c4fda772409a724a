package dev.ccproxy.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A media type, or several by a wildcard (RFC 9110, 12.5.1), and how much it is wanted. Read in one pass.
 *
 * @param type a token, or {@code *}
 * @param subtype a token, or {@code *}
 * @param version the parameter {@code version}, without its quotes; null where there is none. The others are left out
 * @param weight from 0 to 1
 */
public record MediaRange(
        String type, String subtype, @Nullable String version, double weight) {

    private static final String ANY = "*";

    /** Of a weight: more tell nothing apart. */
    private static final int MAX_DIGITS = 12;

    /**
     * Reads one as leniently as it can: a lone {@code *} stands for all, {@code q=.2} is a weight, and a parameter that is
     * none is left out.
     *
     * @param text without the commas of a list
     * @return null for what is no media range, or has a weight that is no number from 0 to 1
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

    /** The parts between separators that are in no quoted string (RFC 9110, 5.6.4); at least one. */
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

    /** How closely this names a media type: from 4, with its version, to 1, for everything; 0 where it does not. */
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
        // Of parameters, the one that what is offered could have in another form; charset, for one, is always UTF-8.
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

    /** More leniently than RFC 9110, 12.4.2: as many digits as one likes, and none before the point. */
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
