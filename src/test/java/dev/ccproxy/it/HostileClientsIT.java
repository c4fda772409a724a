package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that read nothing, or send half of something, many at once: nobody else waits for them. */
@Tag("slow") // waits for clients that are given up
class HostileClientsIT {

    private static final String UNREAD = "GET /openapi.yaml HTTP/1.1\nHost: localhost\n\n".repeat(400);
    private static final Duration WATCHED = Duration.ofSeconds(2);
    private static final Duration MAX_WAIT = Duration.ofSeconds(3);
    /** After the 10 s of our server configurations. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(14);

    private static Server server;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = Server.start(Map.of("CCPROXY_API_KEY", "it-key"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void thatReadNothingStopNobody() throws Exception {
        send(20, UNREAD);
        assertThat(longestWait()).isLessThan(MAX_WAIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /status HTTP/1.1\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 99\n\n",
                "POST /health/live HTTP/1.1\nHost: localhost\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 99\n\n",
                "PUT /status/maintenance HTTP/1.1\nHost: localhost\nContent-Length: 99\n\n{",
                "PUT /status/maintenance HTTP/1.1\nHost: localhost\nx-api-key: it-key\nContent-Length: 99\n\n{",
                "GET /status HTTP/1.1\nHost: local"
            })
    void thatSendHalfStopNobody(String half) throws Exception {
        send(200, half);
        assertThat(longestWait()).isLessThan(MAX_WAIT);
    }

    @Test
    void areCutOff() throws Exception {
        long began = System.nanoTime();
        send(1, UNREAD);
        Response response = server.client()
                .raw(
                        "PUT",
                        "PUT /status/maintenance HTTP/1.1",
                        "Host: localhost",
                        "x-api-key: it-key",
                        "Content-Length: 99");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errorType()).isEqualTo("invalid_request_error");
        assertThat(server.logs()).doesNotContain("failed");
        await().atMost(GIVEN_UP.minusNanos(System.nanoTime() - began)).until(this::isCutOff);
    }

    private void send(int clients, String request) throws IOException {
        byte[] bytes = request.replace("\n", "\r\n").getBytes(US_ASCII);
        for (int i = 0; i < clients; i++) {
            Socket socket = server.client().open();
            sockets.add(socket);
            socket.getOutputStream().write(bytes);
        }
    }

    private boolean isCutOff() {
        try {
            sockets.get(0).getOutputStream().write('G');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** How long somebody else waits for an response, at the most. */
    private static Duration longestWait() {
        long end = System.nanoTime() + WATCHED.toNanos();
        long longest = 0;
        while (System.nanoTime() < end) {
            for (String path : List.of("/health/live", "/status")) {
                long began = System.nanoTime();
                assertThat(server.client().get(path).status()).isEqualTo(200);
                longest = Math.max(longest, System.nanoTime() - began);
            }
        }
        return Duration.ofNanos(longest);
    }
}
