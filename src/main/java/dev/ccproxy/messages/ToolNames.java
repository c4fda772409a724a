package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Names for those that a provider does not take: the same name always has the same other one, in every request, so that a
 * conversation stays the same to the provider; and the client gets its own back.
 */
public final class ToolNames {

    private static final int HASH_DIGITS = 10;

    private final IntPredicate first;
    private final IntPredicate allowed;
    private final int maxLength;
    private final Map<String, String> originals = new HashMap<>();

    /** Names of at most so many of these characters. */
    public ToolNames(IntPredicate allowed, int maxLength) {
        this(allowed, allowed, maxLength);
    }

    /** Names of at most so many characters, of which the first one must be one of some. */
    public ToolNames(IntPredicate first, IntPredicate allowed, int maxLength) {
        this.first = first;
        this.allowed = allowed;
        this.maxLength = maxLength;
    }

    /** Whether a character is an ASCII letter or digit. */
    public static boolean isLetterOrDigit(int c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }

    /** Whether a character is an ASCII letter. */
    public static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The name that the provider gets. */
    public String of(String name) {
        boolean begins = name.isEmpty() || first.test(name.charAt(0));
        if (begins && name.length() <= maxLength && name.chars().allMatch(allowed)) {
            return name;
        }
        StringBuilder other = new StringBuilder();
        if (!begins) {
            other.append('_');
        }
        name.chars()
                .limit((long) maxLength - HASH_DIGITS - 1 - other.length())
                .forEach(c -> other.append(allowed.test(c) ? (char) c : '_'));
        other.append('_').append(hash(name), 0, HASH_DIGITS);
        originals.put(other.toString(), name);
        return other.toString();
    }

    /** The name that the client knows. */
    public String original(String name) {
        return originals.getOrDefault(name, name);
    }

    /** A digest of a text, in hexadecimal digits. */
    public static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
