package dev.ccproxy.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets towards providers. OkHttp asks for unconnected ones only. */
abstract class UpstreamSockets extends SocketFactory {

    /** Takes the file descriptor of a new socket, which sends everything at once. */
    static <S extends Socket> S opened(S socket) throws LocalFailureException {
        try {
            // Here, a failure can only be this machine's.
            socket.setTcpNoDelay(true);
            return socket;
        } catch (SocketException e) {
            throw new LocalFailureException("no socket can be opened", e);
        }
    }

    @Override
    public abstract Socket createSocket() throws IOException;

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
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(local, localPort));
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }
}
