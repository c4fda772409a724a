package dev.ccproxy.monitor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** A socket from which no more than 64 KiB can be read, whatever the peer sends: TLS, headers and body together. */
final class LimitedSocket extends Socket {

    static final int MOST_BYTES = 64 * 1024;

    /** The peer has sent more than is read of it. */
    static final class LimitException extends ProtocolException {
        private static final long serialVersionUID = 1;

        LimitException() {
            super("more than " + MOST_BYTES + " bytes");
        }
    }

    private int left = MOST_BYTES;

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
                if (left == 0 && length > 0) {
                    throw new LimitException();
                }
                int read = super.read(bytes, offset, Math.min(length, left));
                left -= Math.max(read, 0);
                return read;
            }
        };
    }

    /** Makes them unconnected, as OkHttp asks for them. */
    static final class Factory extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new LimitedSocket();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket(InetAddress.getByName(host), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(host, port, null, 0);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(InetAddress.getByName(host), port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, @Nullable InetAddress local, int localPort)
                throws IOException {
            Socket socket = new LimitedSocket();
            socket.bind(new InetSocketAddress(local, localPort));
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }
    }
}
