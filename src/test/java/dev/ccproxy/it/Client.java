package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;

/** A caller that sends what the test says, byte by byte, which no well-behaved HTTP client does. */
final class Client {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final URI server;
    private final HandshakeCertificates tls;

    Client(URI server) {
        this(server, new HandshakeCertificates.Builder().build());
    }

    /** A caller that trusts the server whose authority these certificates have. */
    Client(URI server, HandshakeCertificates tls) {
        this.server = server;
        this.tls = tls;
    }

    /** {@code host:port} of the server. */
    String authority() {
        return server.getAuthority();
    }

    int port() {
        return server.getPort();
    }

    Response get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** A well-formed HTTP/1.1 request to the server under its own name. */
    Response send(String method, String target, String... headers) {
        List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: " + authority()));
        lines.addAll(List.of(headers));
        lines.add("Connection: close");
        return raw(method, lines.toArray(String[]::new));
    }

    /** A well-formed request with a JSON body; without a media type where that is empty. */
    Response sendJson(String method, String target, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!body.isEmpty()) {
            all.add("Content-Type: application/json");
        }
        all.add("Content-Length: " + body.getBytes(UTF_8).length);
        all.add("Host: " + authority());
        all.add("Connection: close");
        return exchange(method, method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", all) + "\r\n\r\n" + body);
    }

    /** A request that a server may refuse by itself, so that the description of the API says nothing of its response. */
    Response sendOdd(String method, String target, String body, List<String> headers) {
        List<String> all = new ArrayList<>(headers);
        all.add("Content-Length: " + body.getBytes(UTF_8).length);
        all.add("Host: " + authority());
        all.add("Connection: close");
        return unchecked(
                method, method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", all) + "\r\n\r\n" + body);
    }

    /** Exactly these lines, and an empty one. */
    Response raw(String method, String... lines) {
        return exchange(method, String.join("\r\n", lines) + "\r\n\r\n");
    }

    private Response exchange(String method, String request) {
        Response response = unchecked(method, request);
        OpenApi.assertDescribed(method, request.split(" ", 3)[1], response);
        return response;
    }

    private Response unchecked(String method, String request) {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return read(socket.getInputStream(), method.equals("HEAD"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many times a second one connection can ask, and what is answered each time, is up to the caller. */
    Response ask(Socket connection, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + authority() + "\r\n\r\n";
        connection.getOutputStream().write(request.getBytes(UTF_8));
        return read(connection.getInputStream(), false);
    }

    Socket open() throws IOException {
        InetAddress address = InetAddress.getByName(server.getHost());
        Socket socket = server.getScheme().equals("https")
                ? tls.sslSocketFactory().createSocket(address, server.getPort())
                : new Socket(address, server.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static Response read(InputStream in, boolean head) throws IOException {
        String statusLine = line(in);
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        boolean empty = head || status == 204;
        return new Response(status, headers, empty ? "" : new String(body(in, headers), UTF_8));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length").get(0)));
        }
        if (!headers.containsKey("transfer-encoding")) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
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
}
