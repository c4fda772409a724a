package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of thinking that this gateway makes, because another API has none. They say where the thinking came from, so
 * that it goes back there and nowhere else; what is inside of them is that API's own.
 */
public final class Signature {

    /** How each begins. */
    static final String TAG = "ccproxy1.";

    private Signature() {}

    /**
     * A signature.
     *
     * @param origin where the thinking comes from
     * @param inside what that needs to get back; may be empty
     */
    public static String of(String origin, String inside) {
        return TAG + encoded(origin) + "." + encoded(inside);
    }

    /** What is inside of a signature; null if it has another origin, or is none of this gateway's. */
    public static @Nullable String inside(String signature, String origin) {
        String prefix = TAG + encoded(origin) + ".";
        if (!signature.startsWith(prefix)) {
            return null;
        }
        try {
            return new String(Base64.getDecoder().decode(signature.substring(prefix.length())), UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
