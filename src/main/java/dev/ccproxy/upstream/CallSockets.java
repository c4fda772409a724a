package dev.ccproxy.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * All sockets of one call, which close with it. Cancelling the call is not enough: between the end of the TCP handshake
 * and the start of TLS or of a proxy's tunnel, OkHttp does not know its own socket (ConnectPlan of 5.5.1) and closes
 * nothing.
 */
public final class CallSockets extends UpstreamSockets implements Closeable {

    private static final Logger LOG = System.getLogger(CallSockets.class.getName());

    private final int maxBytes;
    private final List<LimitedSocket> sockets = new ArrayList<>();
    private boolean closed;

    /**
     * No socket yet: OkHttp asks for them as it needs them.
     *
     * @param maxBytes how much is read from each socket, TLS and headers included; then {@link ReadLimitException}
     */
    public CallSockets(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** An unconnected socket, as OkHttp asks for it; an exception once these sockets are closed. */
    @Override
    public synchronized Socket createSocket() throws IOException {
        if (closed) {
            throw new InterruptedIOException("The call is over");
        }
        LimitedSocket socket = opened(new LimitedSocket(maxBytes));
        sockets.add(socket);
        return socket;
    }

    /** Closes all sockets, which ends every wait for one of them, and lets no other be made. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A socket towards a provider could not be closed", e);
            }
        }
    }

    /** Whether a peer has sent something that no HTTP response begins with; tells nothing of a connection over TLS. */
    public synchronized boolean receivedOtherThanHttp() {
        return sockets.stream().anyMatch(LimitedSocket::receivedOtherThanHttp);
    }
}
