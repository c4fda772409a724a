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

/** As much of a response's body as is read: at most 64 KiB, unpacked where it was packed. */
final class Body {

    static final Body NONE = new Body(new byte[0], true);

    private static final int MAX_BYTES = LimitedSocket.MAX_BYTES;

    private final byte[] bytes;
    private final boolean complete;

    private Body(byte[] bytes, boolean complete) {
        this.bytes = bytes;
        this.complete = complete;
    }

    /** Some pack what was asked for as it is; gzip and deflate can be unpacked, in whole or as far as it goes. */
    static Body of(byte[] received, boolean complete, String contentEncoding) {
        try {
            if (received.length > 1 && received[0] == 0x1F && (received[1] & 0xFF) == 0x8B) {
                return unpacked(new GZIPInputStream(new ByteArrayInputStream(received)), complete);
            }
            if (contentEncoding.strip().equalsIgnoreCase("deflate")) {
                Body body = unpacked(new InflaterInputStream(new ByteArrayInputStream(received)), complete);
                // Many leave out the head that deflate has in HTTP (RFC 9110, 8.4.1.2).
                return body.isEmpty()
                        ? unpacked(
                                new InflaterInputStream(new ByteArrayInputStream(received), new Inflater(true)),
                                complete)
                        : body;
            }
        } catch (IOException e) {
            return new Body(received, complete);
        }
        return new Body(received, complete);
    }

    private static Body unpacked(InputStream packed, boolean complete) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        try (packed) {
            for (int read = packed.read(part); read >= 0; read = packed.read(part)) {
                unpacked.write(part, 0, Math.min(read, MAX_BYTES - unpacked.size()));
                if (unpacked.size() == MAX_BYTES) {
                    return new Body(unpacked.toByteArray(), false);
                }
            }
            return new Body(unpacked.toByteArray(), complete);
        } catch (IOException e) {
            // Cut, or broken: what came before that is still true.
            return new Body(unpacked.toByteArray(), false);
        }
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** Whether that is all of it. */
    boolean isComplete() {
        return complete;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** What it says, in lower case. */
    String text() {
        return new String(bytes, UTF_8).toLowerCase(Locale.ROOT);
    }
}
