package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider of the Messages API on a real socket: what it does with a request, the model's name in the request decides. */
final class ScriptedProvider implements AutoCloseable {

    /** What is played for a request. */
    interface Script {
        void play(Turn turn) throws Exception;
    }

    /** A request as it came. */
    static final class Received {

        private final String head;
        private final byte[] body;

        private Received(String head, byte[] body) {
            this.head = head;
            this.body = body;
        }

        /** The request line and the headers. */
        String head() {
            return head;
        }

        byte[] body() {
            return body;
        }

        /** The values of a header, as they came. */
        List<String> headers(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        String requestLine() {
            return head.lines().findFirst().orElseThrow();
        }
    }

    private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"");

    private final ServerSocket listener;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, List<Received>> received = new ConcurrentHashMap<>();

    ScriptedProvider() {
        try {
            listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                start(() -> serve(socket));
            }
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        // The connection or the listener is closed: that is how it ends.
                        return;
                    }
                },
                "scripted provider");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on a request for this model is answered so. */
    void on(String model, Script script) {
        scripts.put(model, script);
    }

    /** What has come for a model. */
    List<Received> received(String model) {
        return received.getOrDefault(model, List.of());
    }

    Received last(String model) {
        List<Received> all = received(model);
        return all.get(all.size() - 1);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket accepted) throws Exception {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (String head = head(in); head != null; head = head(in)) {
                Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
                byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
                Matcher model = MODEL.matcher(new String(body, UTF_8));
                // The model itself comes last in the tests' bodies.
                String name = model.results().map(found -> found.group(1)).reduce("", (first, second) -> second);
                Received request = new Received(head, body);
                received.computeIfAbsent(name, each -> new CopyOnWriteArrayList<>())
                        .add(request);
                Turn turn = new Turn(socket, request);
                scripts.getOrDefault(name, ScriptedProvider::models).play(turn);
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    /** What a check asks for. */
    private static void models(Turn turn) throws IOException {
        turn.json(200, "{\"data\":[]}");
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            end = next == '\n' ? end + 1 : next == '\r' ? end : 0;
            if (end == 2) {
                return head.toString(ISO_8859_1);
            }
        }
        return null;
    }

    /** One request and its response, which the script writes as it likes. */
    static final class Turn {

        private final Socket socket;
        private final Received request;

        private Turn(Socket socket, Received request) {
            this.socket = socket;
            this.request = request;
        }

        Received request() {
            return request;
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** A whole response. */
        void json(int status, String body, String... headers) throws IOException {
            json(status, body.getBytes(UTF_8), headers);
        }

        void json(int status, byte[] body, String... headers) throws IOException {
            send("HTTP/1.1 " + status + " Any\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n" + lines(headers) + "\r\n");
            send(body);
        }

        /** The head of a stream in chunks. */
        void stream(String... headers) throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n"
                    + lines(headers) + "\r\n");
        }

        private static String lines(String... headers) {
            StringBuilder lines = new StringBuilder();
            for (String header : headers) {
                lines.append(header).append("\r\n");
            }
            return lines.toString();
        }

        /** One chunk of a stream. */
        void chunk(byte[] bytes) throws IOException {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
            chunk.writeBytes(bytes);
            chunk.writeBytes("\r\n".getBytes(UTF_8));
            send(chunk.toByteArray());
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(UTF_8));
        }

        /** The end of the chunks. */
        void end() throws IOException {
            send("0\r\n\r\n");
        }

        /** Closes the connection in order. */
        void close() throws IOException {
            socket.close();
        }

        /** Closes the connection so that the peer gets a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Sends this chunk ten times a second until the peer has closed the connection. */
        void repeatUntilGone(String text) throws IOException {
            socket.setSoTimeout(100);
            boolean gone = false;
            while (!gone) {
                chunk(text);
                try {
                    gone = socket.getInputStream().read() < 0;
                } catch (SocketTimeoutException e) {
                    gone = false;
                }
            }
        }

        /** Waits until the peer has closed the connection; how long that took. */
        Duration awaitGone() throws IOException {
            long start = System.nanoTime();
            socket.setSoTimeout(30_000);
            try {
                long unused = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // A reset.
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /** A moment that one thread waits for and another one brings about. */
    static final class Moment {

        private final CountDownLatch latch = new CountDownLatch(1);

        void comes() {
            latch.countDown();
        }

        void await() throws InterruptedException {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("It did not come within 30 s");
            }
        }
    }
}
