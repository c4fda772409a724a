package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pattern in which {@code *} stands for any characters, also none; everything else stands for itself. */
public final class Glob {

    private final String pattern;

    /** What is before the first star; everything if there is none. */
    private final String first;

    /** What is between two stars. */
    private final List<String> middle;

    /** What is after the last star; null if there is none. */
    private final @Nullable String last;

    public Glob(String pattern) {
        this.pattern = pattern;
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', from)) {
            pieces.add(pattern.substring(from, star));
            from = star + 1;
        }
        pieces.add(pattern.substring(from));
        int count = pieces.size();
        first = pieces.get(0);
        middle = count < 3 ? List.of() : List.copyOf(pieces.subList(1, count - 1));
        last = count < 2 ? null : pieces.get(count - 1);
    }

    /** Whether one of these is the pattern of a text. */
    public static boolean any(List<Glob> globs, String text) {
        for (Glob glob : globs) {
            if (glob.matches(text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the whole text is of this pattern. */
    public boolean matches(String text) {
        if (last == null) {
            return text.equals(first);
        }
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int end = text.length() - last.length();
        int from = first.length();
        for (String piece : middle) {
            int found = text.indexOf(piece, from);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            from = found + piece.length();
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Glob glob && pattern.equals(glob.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return pattern;
    }
}
