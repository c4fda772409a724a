package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names for those that a provider does not take: the same name always has the same other one, in every request, so that a
 * conversation stays the same to the provider; and the client gets its own back.
 */
public final class ToolNames {

    private static final int HASH_DIGITS = 10;

    private final Pattern allowed;
    private final Pattern notAllowed;
    private final int maxLength;
    private final Map<String, String> originals = new HashMap<>();

    /**
     * Names of at most so many characters of these.
     *
     * @param characters as in a regular expression, between brackets
     */
    public ToolNames(String characters, int maxLength) {
        this.maxLength = maxLength;
        allowed = Pattern.compile("[" + characters + "]+");
        notAllowed = Pattern.compile("[^" + characters + "]");
    }

    /** The name that the provider gets. */
    public String of(String name) {
        if (name.length() <= maxLength && allowed.matcher(name).matches()) {
            return name;
        }
        String readable = notAllowed.matcher(name).replaceAll("_");
        int length = Math.min(readable.length(), maxLength - HASH_DIGITS - 1);
        String other = readable.substring(0, length) + "_" + hash(name).substring(0, HASH_DIGITS);
        originals.put(other, name);
        return other;
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
