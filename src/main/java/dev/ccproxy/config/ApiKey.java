package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A key that clients may present, kept as its SHA-256 digest, and who holds it. */
public final class ApiKey {

    /** How many characters of a presented key are looked at; a longer one can never be valid. */
    public static final int MAX_LENGTH = 4096;

    private final byte[] digest;
    private final KeyHolder holder;
    private final int line;

    ApiKey(byte[] digest, KeyHolder holder, int line) {
        this.digest = digest;
        this.holder = holder;
        this.line = line;
    }

    /** A key in the clear, without a name. Its digest is that of its UTF-8 form. */
    public static ApiKey of(String key) {
        return new ApiKey(digest(key.getBytes(UTF_8)), KeyHolder.DEFAULT, 0);
    }

    /** Whether a header field can carry it on every server (RFC 9110, 5.5): one of the servers refuses all but ASCII. */
    static boolean isPresentable(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /**
     * Whether this is the presented key, expired or not, in a time that does not depend on what was presented.
     *
     * @param presentedDigest what {@link #digest} makes of the presented key
     */
    public boolean matches(byte[] presentedDigest) {
        return MessageDigest.isEqual(digest, presentedDigest);
    }

    public KeyHolder holder() {
        return holder;
    }

    public boolean expired(Instant now) {
        return holder.expired(now);
    }

    /** Its line in the key file, from 1; 0 for a key that is not from the file. */
    public int line() {
        return line;
    }

    /** The first eight hexadecimal digits of its digest, by which people tell keys apart without knowing them. */
    public String label() {
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    /**
     * The SHA-256 digest by which keys are compared.
     *
     * @param key the key's bytes as they came over the wire
     * @return 32 bytes
     */
    public static byte[] digest(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256 (java.security.MessageDigest)", e);
        }
    }

    boolean isSameKey(ApiKey other) {
        return matches(other.digest);
    }

    /** Whether it is the same key of the same holder, in whatever line. */
    boolean sameAs(ApiKey other) {
        return isSameKey(other) && holder.equals(other.holder);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiKey key && sameAs(key) && line == key.line;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
