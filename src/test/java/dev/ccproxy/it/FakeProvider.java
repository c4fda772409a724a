package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A provider or proxy on a real socket that answers, or accepts and never says a word; it can die and come back. */
final class FakeProvider implements AutoCloseable {

    /** The status line for the head of a request; null to say nothing. */
    private final UnaryOperator<String> response;

    private final HandshakeCertificates tls;
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listener;

    private FakeProvider(UnaryOperator<String> response, HandshakeCertificates tls) {
        this.response = response;
        this.tls = tls;
        listen(0);
    }

    static FakeProvider answering() {
        return answering(head -> "200 OK");
    }

    /** The status for the head of a request, such as {@code 200 OK}. */
    static FakeProvider answering(UnaryOperator<String> status) {
        return new FakeProvider(status, null);
    }

    static FakeProvider answeringOverTls(HeldCertificate certificate) {
        return new FakeProvider(
                head -> "200 OK",
                new HandshakeCertificates.Builder().heldCertificate(certificate).build());
    }

    static FakeProvider hanging() {
        return answering(head -> null);
    }

    String url() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + listener.getLocalPort();
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

    private void serve(Socket accepted) {
        try (Socket socket = tls == null ? accepted : overTls(accepted)) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            StringBuilder head = new StringBuilder();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                head.append(new String(buffer, 0, read, ISO_8859_1));
                String status = head.indexOf("\r\n\r\n") < 0 ? null : response.apply(head.toString());
                if (status != null) {
                    String text = "HTTP/1.1 " + status + "\r\nContent-Length: 11\r\n\r\n{\"data\":[]}";
                    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                    return;
                }
            }
        } catch (IOException e) {
            // The check has cut the connection off, as it should.
            return;
        }
    }

    private Socket overTls(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) tls.sslSocketFactory().createSocket(accepted, null, true);
        socket.setUseClientMode(false);
        return socket;
    }
}
