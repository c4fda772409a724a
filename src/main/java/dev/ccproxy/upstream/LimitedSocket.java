package dev.ccproxy.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A socket that reads a limited number of bytes, whatever the peer sends: TLS, headers and body together. */
final class LimitedSocket extends UpstreamSocket {

    /** What every HTTP/1 response begins with (RFC 9112, 4). */
    private static final byte[] HTTP = "HTTP/".getBytes(US_ASCII);

    private final int maxBytes;
    private final byte[] beginning = new byte[HTTP.length];
    private volatile int received;

    LimitedSocket(int maxBytes) {
        super(0);
        this.maxBytes = maxBytes;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int before = received;
                if (before == maxBytes && length > 0) {
                    throw new ReadLimitException(maxBytes);
                }
                int read = super.read(bytes, offset, Math.min(length, maxBytes - before));
                if (read > 0) {
                    if (before < beginning.length) {
                        System.arraycopy(bytes, offset, beginning, before, Math.min(read, beginning.length - before));
                    }
                    received = before + read;
                }
                return read;
            }
        };
    }

    boolean receivedOtherThanHttp() {
        int length = Math.min(received, HTTP.length);
        return !Arrays.equals(beginning, 0, length, HTTP, 0, length);
    }
}
