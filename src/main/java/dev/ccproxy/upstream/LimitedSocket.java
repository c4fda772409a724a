package dev.ccproxy.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;

/** A socket that reads a limited number of bytes, whatever the peer sends: TLS, headers and body together. */
final class LimitedSocket extends Socket {

    /** What every HTTP/1 response begins with (RFC 9112, 4). */
    private static final byte[] HTTP = "HTTP/".getBytes(US_ASCII);

    private final int maxBytes;
    private final byte[] beginning = new byte[HTTP.length];
    private volatile int received;

    LimitedSocket(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        try {
            super.connect(endpoint, timeout);
        } catch (BindException e) {
            // The JDK says so of every IPv6 peer on a machine without IPv6, which is no failure: OkHttp tries the next
            // address.
            if (endpoint instanceof InetSocketAddress peer && peer.getAddress() instanceof Inet6Address) {
                throw e;
            }
            throw new LocalFailureException("this machine has no address or port left to connect from", e);
        } catch (SocketException e) {
            throw isLocal(e) ? new LocalFailureException("this machine cannot connect", e) : e;
        }
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

    /** The JDK has no exception type for ENOBUFS, ENOMEM and EPERM (a local firewall), only these texts. */
    private static boolean isLocal(SocketException e) {
        String text = String.valueOf(e.getMessage());
        return text.startsWith("No buffer space")
                || text.startsWith("Cannot allocate memory")
                || text.startsWith("Operation not permitted");
    }

    boolean receivedOtherThanHttp() {
        int length = Math.min(received, HTTP.length);
        return !Arrays.equals(beginning, 0, length, HTTP, 0, length);
    }
}
