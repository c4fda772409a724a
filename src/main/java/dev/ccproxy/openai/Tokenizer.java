package dev.ccproxy.openai;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** How many tokens a text has in the encoding of OpenAI's models since GPT-4o. */
final class Tokenizer {

    /** Texts are counted in pieces of this length, so that none takes more than its share of time, whatever it is. */
    private static final int PIECE = 8192;

    /** Read when it is needed first, which takes some tenths of a second. */
    private static final class Lazy {
        private static final Encoding O200K =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private Tokenizer() {}

    static long count(String text) {
        long tokens = 0;
        for (int from = 0; from < text.length(); ) {
            int to = end(text, from);
            tokens += Lazy.O200K.countTokensOrdinary(text.substring(from, to));
            from = to;
        }
        return tokens;
    }

    /** Where a piece ends: before a blank, if there is one, and not within a character. */
    private static int end(String text, int from) {
        int most = from + PIECE;
        if (most >= text.length()) {
            return text.length();
        }
        for (int to = most; to > most - PIECE / 2; to--) {
            if (text.charAt(to) == ' ') {
                return to;
            }
        }
        return Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
    }
}
