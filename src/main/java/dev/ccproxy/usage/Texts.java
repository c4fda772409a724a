package dev.ccproxy.usage;

import org.jspecify.annotations.Nullable;

/** Texts of clients and providers, as the ledger keeps them: bounded, and without what a database refuses. */
final class Texts {

    static final int MAX_NAME = 128;
    static final int MAX_CLASS = 64;
    static final int MAX_LOSSES = 4000;

    private Texts() {}

    /** Empty for none, and for one that is longer or other than any that a client sends. */
    static String session(@Nullable String session) {
        return session == null
                        || session.length() > MAX_NAME
                        || !session.chars().allMatch(Texts::isPlain)
                ? ""
                : session;
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c <= '~';
    }

    /** Whether nothing of it is beyond what is kept; so it is with none. */
    static boolean fits(@Nullable String text, int max) {
        return text == null || text.length() <= max;
    }

    /** Not more of it than one character beyond what is kept: whether it was longer is still seen. */
    static String bounded(String text, int max) {
        return fits(text, max) ? text : text.substring(0, max + 1);
    }

    /** The same; null for none. */
    static @Nullable String boundedOrNull(@Nullable String text, int max) {
        return text == null ? null : bounded(text, max);
    }

    /** Empty for none; without NUL, which PostgreSQL refuses, and without half a character at the end. */
    static String cut(@Nullable String text, int max) {
        if (text == null) {
            return "";
        }
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        if (clean.length() <= max) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(max - 1)) ? max - 1 : max);
    }
}
