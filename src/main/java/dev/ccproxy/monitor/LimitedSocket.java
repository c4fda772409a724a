package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;

/** A socket from which no more than 64 KiB can be read, whatever the peer sends: TLS, headers and body together. */
final class LimitedSocket extends Socket {

    static final int MAX_BYTES = 64 * 1024;

    /** What every response of HTTP/1 begins with (RFC 9112, 4). */
    private static final byte[] HTTP = "HTTP/".getBytes(US_ASCII);

    /** The peer has sent more than is read of it. */
    static final class LimitException extends ProtocolException {
        private static final long serialVersionUID = 1;

        LimitException() {
            super("more than " + MAX_BYTES + " bytes");
        }
    }

    private final byte[] beginning = new byte[HTTP.length];
    private volatile int received;

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        try {
            super.connect(endpoint, timeout);
        } catch (BindException e) {
            // A machine without IPv6 has no address for any peer that has; that is no failure but the lack of a way.
            if (endpoint instanceof InetSocketAddress peer && peer.getAddress() instanceof Inet6Address) {
                throw e;
            }
            throw new LocalFailureException("this machine has no address or port left to connect from", e);
        } catch (SocketException e) {
            throw isOfThisMachine(e) ? new LocalFailureException("this machine cannot connect", e) : e;
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
                if (before == MAX_BYTES && length > 0) {
                    throw new LimitException();
                }
                int read = super.read(bytes, offset, Math.min(length, MAX_BYTES - before));
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

    /** The JDK has no type for ENOBUFS, ENOMEM and EPERM (a firewall of this machine's), only these texts. */
    private static boolean isOfThisMachine(SocketException e) {
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
