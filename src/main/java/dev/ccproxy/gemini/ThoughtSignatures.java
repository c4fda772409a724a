package dev.ccproxy.gemini;

import dev.ccproxy.messages.Signature;
import org.jspecify.annotations.Nullable;

/**
 * The {@code thoughtSignature} of two parts, inside of one of this gateway's signatures: blocks of text and calls have none in
 * the Messages API, and a client drops what it does not know, but it sends thinking back with its signature, also an empty one.
 *
 * @param own that of the thinking; empty if it has none
 * @param next that of the text or the call which follows; empty if it has none
 */
record ThoughtSignatures(String own, String next) {

    /** What is in no signature, which are in base64. */
    private static final char SEPARATOR = ' ';

    /** Those of a thinking block; null if it is of another origin. */
    static @Nullable ThoughtSignatures of(String signature, String origin) {
        String inside = Signature.inside(signature, origin);
        if (inside == null) {
            return null;
        }
        int separator = inside.indexOf(SEPARATOR);
        return separator < 0
                ? new ThoughtSignatures("", "")
                : new ThoughtSignatures(inside.substring(0, separator), inside.substring(separator + 1));
    }

    /** The signature of the thinking block. */
    String signature(String origin) {
        return Signature.of(origin, own.isEmpty() && next.isEmpty() ? "" : own + SEPARATOR + next);
    }
}
