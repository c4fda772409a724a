package dev.ccproxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that a request presents: {@code x-api-key: KEY} or {@code Authorization: Bearer KEY}, the scheme in any case
 * (RFC 9110, 11.1) and any blanks after it.
 */
final class PresentedKeys {

    private static final Pattern BEARER = Pattern.compile("bearer[ \t]+(.+)", Pattern.CASE_INSENSITIVE);

    private PresentedKeys() {}

    /** The bytes of each key, as they came over the wire: header fields are read as ISO-8859-1 (Servlet 6.0, 3.10). */
    static List<byte[]> of(Map<String, List<String>> headers) {
        List<byte[]> keys = new ArrayList<>();
        for (String value : Headers.values(headers, "x-api-key")) {
            keys.add(value.strip().getBytes(ISO_8859_1));
        }
        for (String value : Headers.values(headers, "Authorization")) {
            Matcher bearer = BEARER.matcher(value.strip());
            if (bearer.matches()) {
                keys.add(bearer.group(1).getBytes(ISO_8859_1));
            }
        }
        return keys;
    }
}
