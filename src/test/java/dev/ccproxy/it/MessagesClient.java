package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client of {@code /v1/messages} that sees each piece of a response when it comes. */
final class MessagesClient {

    private final Client client;
    private final String path;
    private final String key;

    MessagesClient(Client client, String key) {
        this(client, "/v1/messages", key);
    }

    MessagesClient(Client client, String path, String key) {
        this.client = client;
        this.path = path;
        this.key = key;
    }

    /** Sends a request, and reads the head of its response. */
    Reply post(String body, String... headers) throws IOException {
        return post(body.getBytes(UTF_8), headers);
    }

    Reply post(byte[] body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("Content-Length: " + body.length);
        Reply reply = begin(lines.toArray(String[]::new));
        try {
            reply.send(body);
        } catch (IOException e) {
            // The server has refused it before it was sent: the response says so.
            return reply.head();
        }
        return reply.head();
    }

    /** Sends the head of a request; the caller sends the body. */
    Reply begin(String... headers) throws IOException {
        Socket socket = client.open();
        List<String> lines = new ArrayList<>();
        lines.add("POST " + path + " HTTP/1.1");
        lines.add("Host: " + client.authority());
        if (!key.isEmpty()) {
            lines.add("x-api-key: " + key);
        }
        lines.add("Content-Type: application/json");
        lines.addAll(List.of(headers));
        Reply reply = new Reply(socket, path);
        reply.send((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
        return reply;
    }

    /** A response that comes piece by piece. */
    static final class Reply implements AutoCloseable {

        private final Socket socket;
        private final String target;
        private final InputStream in;
        private final Map<String, List<String>> headers = new LinkedHashMap<>();
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private int status;
        private long left;
        private boolean chunked;
        private boolean toTheEnd;
        private boolean ended;

        private Reply(Socket socket, String target) throws IOException {
            this.socket = socket;
            this.target = target;
            in = socket.getInputStream();
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Reads the head, passing over an interim response. */
        Reply head() throws IOException {
            do {
                status = Integer.parseInt(line().substring(9, 12));
                headers.clear();
                for (String line = line(); !line.isEmpty(); line = line()) {
                    int colon = line.indexOf(':');
                    headers.computeIfAbsent(
                                    line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                            .add(line.substring(colon + 1).strip());
                }
            } while (status == 100);
            chunked = header("transfer-encoding").equalsIgnoreCase("chunked");
            toTheEnd = !chunked && header("content-length").isEmpty();
            left = chunked || toTheEnd ? 0 : Long.parseLong(header("content-length"));
            return this;
        }

        int status() {
            return status;
        }

        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        Map<String, List<String>> headers() {
            return headers;
        }

        /** Reads until the body has this text; what has come so far. */
        String readUntil(String text) throws IOException {
            while (!seen.toString(UTF_8).contains(text)) {
                if (!readMore()) {
                    throw new EOFException("The body ended before " + text + ": " + seen.toString(UTF_8));
                }
            }
            return seen.toString(UTF_8);
        }

        /** The whole body; an exception if it is cut. */
        byte[] body() throws IOException {
            boolean more;
            do {
                more = readMore();
            } while (more);
            assertDescribed();
            return seen.toByteArray();
        }

        /** A provider's error passes as it came, whatever it is. */
        private void assertDescribed() {
            if (status < 400 || headers.containsKey("x-ccproxy-error")) {
                OpenApi.assertDescribed("POST", target, new Response(status, headers, seen.toString(UTF_8)));
            }
        }

        String text() throws IOException {
            return new String(body(), UTF_8);
        }

        JsonObject json() throws IOException {
            try (JsonReader reader = Json.createReader(new StringReader(text()))) {
                return reader.readObject();
            }
        }

        String errorType() throws IOException {
            return json().getJsonObject("error").getString("type");
        }

        private boolean readMore() throws IOException {
            if (ended) {
                return false;
            }
            if (left == 0 && chunked) {
                left = Integer.parseInt(line().strip(), 16);
                if (left == 0) {
                    line();
                    ended = true;
                    return false;
                }
            }
            if (left == 0 && !toTheEnd) {
                ended = true;
                return false;
            }
            byte[] piece = new byte[64 * 1024];
            int read = in.read(piece, 0, toTheEnd ? piece.length : (int) Math.min(piece.length, left));
            if (read < 0) {
                if (!toTheEnd) {
                    throw new EOFException("The response was cut");
                }
                ended = true;
                return false;
            }
            seen.write(piece, 0, read);
            left -= toTheEnd ? 0 : read;
            if (left == 0 && chunked) {
                line();
            }
            return true;
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b == -1) {
                    throw new EOFException("The server closed the connection after: " + line.toString(ISO_8859_1));
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return line.toString(ISO_8859_1);
        }

        /** Leaves. */
        @Override
        public void close() throws IOException {
            socket.close();
        }

        /** Leaves with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
