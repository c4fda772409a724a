package dev.ccproxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ccproxy.config.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a request presents: {@code x-api-key: KEY} or {@code Authorization: Bearer KEY}, the scheme in any case
 * (RFC 9110, 11.1) and any blanks after it. Those of {@code x-api-key} come first, so that of two valid keys that one counts.
 * A stranger can send as many and as long ones as the server takes: those beyond the first few, and those that are longer
 * than any key, are not looked at.
 */
final class PresentedKeys {

    static final int MAX_KEYS = 4;

    private static final String BEARER = "bearer";

    private PresentedKeys() {}

    /** The bytes of each key, as they came over the wire: header fields are read as ISO-8859-1 (Servlet 6.0, 3.10). */
    static List<byte[]> of(Map<String, List<String>> headers) {
        List<byte[]> keys = new ArrayList<>(MAX_KEYS);
        for (String value : Headers.values(headers, "x-api-key")) {
            add(keys, value.strip());
        }
        for (String value : Headers.values(headers, "Authorization")) {
            add(keys, bearer(value.strip()));
        }
        return keys;
    }

    private static void add(List<byte[]> keys, @Nullable String key) {
        if (key != null && !key.isEmpty() && keys.size() < MAX_KEYS && key.length() <= ApiKey.MAX_LENGTH) {
            keys.add(key.getBytes(ISO_8859_1));
        }
    }

    private static @Nullable String bearer(String value) {
        String after = value.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? value.substring(BEARER.length()) : "";
        return after.startsWith(" ") || after.startsWith("\t") ? after.strip() : null;
    }
}
