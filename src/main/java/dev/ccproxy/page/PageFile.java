package dev.ccproxy.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the page.
 *
 * @param plain for clients that take nothing else
 * @param compressed for all others
 */
record PageFile(String contentType, Form plain, Form compressed) {

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml",
            "txt", "text/plain;charset=UTF-8");

    private static final int ETAG_DIGITS = 32;

    /** One form in which it is sent, with a strong entity tag of its own (RFC 9110, 8.8.3). */
    static final class Form {

        private final byte[] bytes;
        private final @Nullable String encoding;
        private final String etag;

        private Form(byte[] bytes, @Nullable String encoding, String etag) {
            this.bytes = bytes;
            this.encoding = encoding;
            this.etag = etag;
        }

        byte[] bytes() {
            return bytes;
        }

        /** The {@code Content-Encoding}; null for none. */
        @Nullable
        String encoding() {
            return encoding;
        }

        String etag() {
            return etag;
        }

        /** Whether a client that has those entity tags has this, by {@code If-None-Match}. */
        boolean isKnownTo(@Nullable String etags) {
            return etags != null && (etags.contains(etag) || etags.strip().equals("*"));
        }
    }

    static PageFile of(String name, byte[] bytes) {
        String type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException(
                    "Files of the page must end in one of " + CONTENT_TYPES.keySet() + ": " + name);
        }
        String digest = digest(bytes);
        return new PageFile(
                type,
                new Form(bytes, null, '"' + digest + '"'),
                new Form(compressed(bytes), "gzip", '"' + digest + "-gzip\""));
    }

    /** The form for a request's {@code Accept-Encoding}; null if there is none. */
    Form formFor(@Nullable String acceptEncoding) {
        return acceptEncoding != null && takesGzip(acceptEncoding.toLowerCase(Locale.ROOT)) ? compressed : plain;
    }

    /** What browsers send names gzip and forbids nothing; a client that sends more than that gets what all can read. */
    private static boolean takesGzip(String acceptEncoding) {
        return acceptEncoding.contains("gzip") && !acceptEncoding.contains("q=0");
    }

    /** Hexadecimal digits by which bytes can be told from others. */
    static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, ETAG_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
