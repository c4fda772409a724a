package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger behind a reverse proxy, which says that it forwards, gets no request through that the proxy does not see. */
@Tag("slow") // what a server reads as a request does not depend on the version of Jakarta EE
class SmugglingIT {

    private static final String SMUGGLED = "GET /status/providers HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HTTP2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0" + headersFrame();
    private static final String LAST =
            "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n";

    private final Client client = Server.shared().client();

    static Stream<String> requestLines() {
        List<String> lines = new ArrayList<>();
        for (String method :
                List.of("TRACE", "CONNECT", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "BREW")) {
            for (String target : List.of(
                    "/status",
                    "/health/live",
                    "/metrics",
                    "/nowhere",
                    "/error",
                    "/WEB-INF/web.xml",
                    "*",
                    "/status%2f")) {
                lines.add(method + " " + target);
            }
        }
        return lines.stream();
    }

    @ParameterizedTest
    @MethodSource("requestLines")
    void asTheBodyOfAnother(String line) throws Exception {
        String head = line + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n";
        assertNoStatus(client, head + "Content-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED + LAST);
        // The first chunk ends what a server that does not know of chunks takes for a request.
        assertNoStatus(
                client,
                head + "Transfer-Encoding: chunked\r\n\r\n" + "4\r\n\r\n\r\n\r\n"
                        + Integer.toHexString(SMUGGLED.length()) + "\r\n" + SMUGGLED + "\r\n0\r\n\r\n" + LAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade, HTTP2-Settings", "Upgrade"})
    void asATunnelOfHttp2(String connection) throws Exception {
        String response = exchange(
                client,
                "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: " + connection
                        + "\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n" + LAST);
        assertThat(response).startsWith("HTTP/1.1 404");
    }

    @Test
    void asHttp2FromTheFirstByte() throws Exception {
        assertNoStatus(client, HTTP2);
    }

    @Test
    void asHttp2WhereTheServerTakesItWithoutTls() throws Exception {
        Extras http2 = new Extras();
        http2.libertyOverrides.put(
                "http2.xml", "<server><httpEndpoint id='defaultHttpEndpoint' protocolVersion='http/2'/></server>");
        http2.payaraPreboot.append(
                "set configs.config.server-config.network-config.protocols.protocol.http-listener.http."
                        + "http2-enabled=true\n");
        try (Server server = Server.start(Map.of(), http2)) {
            assertNoStatus(server.client(), HTTP2);
        }
    }

    /** GET /status/providers of http://localhost in stream 1 (RFC 9113, 6.2), its fields without Huffman (RFC 7541, 6.2.2). */
    private static String headersFrame() {
        String fields = field(":method", "GET")
                + field(":path", "/status/providers")
                + field(":scheme", "http")
                + field(":authority", "localhost");
        return "\0\0" + (char) fields.length() + "\1\5\0\0\0\1" + fields;
    }

    private static String field(String name, String value) {
        return "\0" + (char) name.length() + name + (char) value.length() + value;
    }

    private static void assertNoStatus(Client client, String requests) throws IOException {
        assertThat(exchange(client, requests)).doesNotContain("\"providers\"");
    }

    private static String exchange(Client client, String requests) throws IOException {
        StringBuilder answers = new StringBuilder();
        try (Socket socket = client.open()) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
            byte[] some = new byte[8192];
            for (int n = socket.getInputStream().read(some);
                    n > 0;
                    n = socket.getInputStream().read(some)) {
                answers.append(new String(some, 0, n, ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            // A server may leave the connection open.
        }
        return answers.toString();
    }
}
