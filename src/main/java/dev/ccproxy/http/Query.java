package dev.ccproxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of a URL, in the format of a form (WHATWG URL, 5.1), read in one pass. By itself it is never a reason to
 * refuse a request: other parameters are ignored, and a percent sign without two digits stands for itself.
 */
public final class Query {

    /** The longest encoding of a character of a name: {@code %66}. */
    private static final int MAX_CHARACTER = 3;

    private Query() {}

    /**
     * The value that a raw query has for a name.
     *
     * @param query null if there is none
     * @return null if the query does not have the name
     * @throws ErrorException 400 if it has the name more than once
     */
    public static @Nullable String value(@Nullable String query, String name) {
        List<String> values = query == null ? List.of() : values(query, name);
        if (values.size() > 1) {
            throw new ErrorException(ErrorType.INVALID_REQUEST, name + " must be given only once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** The values that a raw query has for a name, in their order. */
    public static List<String> values(String query, String name) {
        List<String> values = new ArrayList<>();
        int start = 0;
        while (start <= query.length()) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            String pair = query.substring(start, end);
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (key.length() <= MAX_CHARACTER * name.length() && decoded(key).equals(name)) {
                values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
            start = end + 1;
        }
        return values;
    }

    private static String decoded(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high * 16 + low);
                i += 2;
            } else {
                decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return decoded.toString(UTF_8);
    }
}
