package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider on a real socket that answers 200, or accepts and never says a word; it can die and come back. */
final class FakeProvider implements AutoCloseable {

    private final boolean answers;
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listener;

    private FakeProvider(boolean answers) {
        this.answers = answers;
        listen(0);
    }

    static FakeProvider answering() {
        return new FakeProvider(true);
    }

    static FakeProvider hanging() {
        return new FakeProvider(false);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** How many connections have been made to it. */
    int connections() {
        return connections.get();
    }

    /** From now on its port refuses connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on its port again. */
    void comeBack() {
        listen(listener.getLocalPort());
    }

    private void listen(int port) {
        try {
            listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket own = listener;
        Thread thread = new Thread(() -> accept(own), "fake provider");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket own) {
        while (!own.isClosed()) {
            try {
                Socket socket = own.accept();
                connections.incrementAndGet();
                Thread thread = new Thread(() -> serve(socket), "fake provider's connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed: that is how it dies.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            while (in.read(buffer) >= 0) {
                if (answers) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII));
                    return;
                }
            }
        } catch (IOException e) {
            // The check has cut the connection off, as it should.
            return;
        }
    }
}
