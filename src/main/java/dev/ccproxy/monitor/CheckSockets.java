package dev.ccproxy.monitor;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of one check, which end with it. OkHttp forgets a socket between the end of TCP and the start of TLS or of
 * a proxy's tunnel, so that to cancel its call there closes nothing (ConnectPlan of 5.5.1).
 */
final class CheckSockets extends SocketFactory implements Closeable {

    private static final Logger LOG = System.getLogger(CheckSockets.class.getName());

    private final List<LimitedSocket> sockets = new ArrayList<>();
    private boolean closed;

    /** Unconnected, as OkHttp asks for them; none after the end. */
    @Override
    public synchronized Socket createSocket() throws IOException {
        if (closed) {
            throw new InterruptedIOException("The check is over");
        }
        LimitedSocket socket = new LimitedSocket();
        try {
            // Takes the descriptor now, where it is clear whose fault it is that there is none.
            socket.setTcpNoDelay(true);
        } catch (SocketException e) {
            throw new LocalFailureException("no socket can be opened", e);
        }
        sockets.add(socket);
        return socket;
    }

    /** Ends whatever waits for one of them, and lets no other be made. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A socket of a check could not be closed", e);
            }
        }
    }

    /** Whether a peer has said something that no HTTP response begins with; over TLS, nobody can see. */
    synchronized boolean receivedOtherThanHttp() {
        return sockets.stream().anyMatch(LimitedSocket::receivedOtherThanHttp);
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
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(local, localPort));
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }
}
