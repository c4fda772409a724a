package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A key that callers may present, kept as its SHA-256 digest. */
public final class ApiKey {

    /** How many characters of a presented key are looked at; a longer one can never be valid. */
    public static final int MAX_LENGTH = 4096;

    private final byte[] digest;

    ApiKey(byte[] digest) {
        this.digest = digest;
    }

    /**
     * A key written in the clear.
     *
     * @param key the key as callers present it
     * @return its digest, of the UTF-8 form
     */
    public static ApiKey of(String key) {
        return new ApiKey(digest(key.getBytes(UTF_8)));
    }

    /** Whether a header field can carry it on every server (RFC 9110, 5.5): one of the servers refuses all but ASCII. */
    static boolean isPresentable(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /**
     * Whether this is the presented key, in a time that does not depend on what was presented.
     *
     * @param presentedDigest what {@link #digest} makes of the presented key
     * @return whether the keys are equal
     */
    public boolean matches(byte[] presentedDigest) {
        return MessageDigest.isEqual(digest, presentedDigest);
    }

    /**
     * By what people tell it from others, without knowing it.
     *
     * @return the first eight hexadecimal digits of its SHA-256 digest
     */
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiKey key && matches(key.digest);
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
