package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** As much of a response's body as is read: at most 64 KiB, decompressed. */
final class Body {

    /** Also the limit for what a check reads from a socket. */
    static final int MAX_BYTES = 64 * 1024;

    static final Body NONE = new Body(new byte[0], true);

    private final byte[] bytes;
    private final boolean complete;

    private Body(byte[] bytes, boolean complete) {
        this.bytes = bytes;
        this.complete = complete;
    }

    /** Some providers compress although {@code identity} was asked for: gzip and deflate are decompressed, as far as it goes. */
    static Body of(byte[] received, boolean complete, String contentEncoding) {
        try {
            if (received.length > 1 && received[0] == 0x1F && (received[1] & 0xFF) == 0x8B) {
                return decompressed(new GZIPInputStream(new ByteArrayInputStream(received)), complete);
            }
            if (contentEncoding.strip().equalsIgnoreCase("deflate")) {
                Body body = decompressed(new InflaterInputStream(new ByteArrayInputStream(received)), complete);
                // Many leave out the zlib header that deflate has in HTTP (RFC 9110, 8.4.1.2).
                return body.isEmpty()
                        ? decompressed(
                                new InflaterInputStream(new ByteArrayInputStream(received), new Inflater(true)),
                                complete)
                        : body;
            }
        } catch (IOException e) {
            return new Body(received, complete);
        }
        return new Body(received, complete);
    }

    private static Body decompressed(InputStream compressed, boolean complete) {
        ByteArrayOutputStream decompressed = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        try (compressed) {
            for (int read = compressed.read(part); read >= 0; read = compressed.read(part)) {
                decompressed.write(part, 0, Math.min(read, MAX_BYTES - decompressed.size()));
                if (decompressed.size() == MAX_BYTES) {
                    return new Body(decompressed.toByteArray(), false);
                }
            }
            return new Body(decompressed.toByteArray(), complete);
        } catch (IOException e) {
            // Cut off or broken: what came before is still good.
            return new Body(decompressed.toByteArray(), false);
        }
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** Whether this is the whole body. */
    boolean isComplete() {
        return complete;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** In lower case. */
    String text() {
        return new String(bytes, UTF_8).toLowerCase(Locale.ROOT);
    }
}
