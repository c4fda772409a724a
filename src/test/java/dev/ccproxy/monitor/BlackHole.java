package dev.ccproxy.monitor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port on which connecting hangs: nobody accepts, and the kernel's queue is full. */
final class BlackHole implements AutoCloseable {

    private final ServerSocket listening;
    private final List<Socket> waiting = new ArrayList<>();

    BlackHole(InetAddress address, int port) throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(address, port), 1);
        boolean full = false;
        while (!full) {
            Socket socket = new Socket();
            waiting.add(socket);
            full = !connects(socket);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        listening.close();
    }

    private boolean connects(Socket socket) throws IOException {
        try {
            socket.connect(listening.getLocalSocketAddress(), 200);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
