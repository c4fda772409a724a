package dev.ccproxy.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/** A socket towards a provider or the company's proxy, whose failures on this machine are told apart. */
class UpstreamSocket extends Socket {

    private final int handshakeMillis;

    /**
     * An unconnected socket.
     *
     * @param handshakeMillis how long to wait for each piece of what comes between the TCP connection and the request, TLS
     *     or a proxy's tunnel; 0 for no limit. OkHttp sets its own limit before it connects and again before a request.
     */
    UpstreamSocket(int handshakeMillis) {
        this.handshakeMillis = handshakeMillis;
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
        if (handshakeMillis > 0) {
            setSoTimeout(handshakeMillis);
        }
    }

    /** OkHttp writes 8 KiB at a time, each of which would be a system call. */
    @Override
    public OutputStream getOutputStream() throws IOException {
        return new GatheringOutputStream(super.getOutputStream());
    }

    /** The JDK has no exception type for ENOBUFS, ENOMEM and EPERM (a local firewall), only these texts. */
    private static boolean isLocal(SocketException e) {
        String text = String.valueOf(e.getMessage());
        return text.startsWith("No buffer space")
                || text.startsWith("Cannot allocate memory")
                || text.startsWith("Operation not permitted");
    }
}
