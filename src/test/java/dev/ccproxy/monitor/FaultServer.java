package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;

/** A server on this machine that misbehaves in a chosen way. Each connection has a thread of its own. */
final class FaultServer implements AutoCloseable {

    /** Serves an accepted connection, which is closed afterwards. */
    interface Behaviour {
        void serve(Socket connection) throws IOException, InterruptedException;
    }

    private final Behaviour behaviour;
    private final ServerSocket listening;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    FaultServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Reads the request, responds with these lines, then waits for the client to hang up. */
    static Behaviour responds(String... lines) {
        return connection -> {
            readHead(connection);
            write(connection, String.join("\r\n", lines) + "\r\n\r\n");
            awaitHangUp(connection);
        };
    }

    /** The same with a body. */
    static Behaviour respondsWith(String status, String body) {
        return respondsWith(status, body.getBytes(UTF_8));
    }

    static Behaviour respondsWith(String status, byte[] body, String... headers) {
        return connection -> {
            readHead(connection);
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            write(connection, "HTTP/1.1 " + status + "\r\n" + more + "Content-Length: " + body.length + "\r\n\r\n");
            connection.getOutputStream().write(body);
            connection.getOutputStream().flush();
            awaitHangUp(connection);
        };
    }

    /** A provider that is up: an empty list of models. */
    static Behaviour listsModels() {
        return respondsWith("200 OK", "{\"data\":[]}");
    }

    static Behaviour overTls(HandshakeCertificates certificates, Behaviour behaviour) {
        return connection -> {
            SSLSocket tls = (SSLSocket) certificates.sslSocketFactory().createSocket(connection, null, true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            behaviour.serve(tls);
        };
    }

    /** The lines of a request up to the blank one. */
    static String readHead(Socket connection) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = connection.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The client hung up within its request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(US_ASCII));
        connection.getOutputStream().flush();
    }

    static void awaitHangUp(Socket connection) throws IOException {
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    int port() {
        return listening.getLocalPort();
    }

    int accepted() {
        return connections.size();
    }

    /** Connections whose behaviour has not ended yet. */
    int open() {
        return open.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    @Override
    public void close() {
        closeQuietly(listening);
        connections.forEach(FaultServer::closeQuietly);
        threads.forEach(Thread::interrupt);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                connections.add(connection);
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                start(() -> serve(connection));
            } catch (IOException e) {
                closeQuietly(listening);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            behaviour.serve(connection);
        } catch (IOException e) {
            // The client has hung up, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "fault-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
