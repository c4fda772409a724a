package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger's request costs the server, as large as he likes, by the CPU of its process. */
@Tag("slow") // measures
class CostIT {

    private static final int LENGTH = 30_000;
    private static final int REQUESTS = 4;
    private static final Duration MAX = Duration.ofMillis(50L * REQUESTS);

    private static final List<String> UNITS = List.of(
            " ",
            "\t",
            "\u0085",
            ",",
            ";",
            ";q=.",
            "a/b;q=1,",
            ":",
            "[",
            "%",
            "%4",
            ".",
            "9",
            "\"",
            "\\",
            "\"\\",
            "=",
            "&",
            "/");

    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() {
        server = Server.start(Map.of("CCPROXY_API_KEY", "cost-key", "CCPROXY_AUTH_LOCALHOST", "true"));
        client = server.client();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer",
                "x-api-key: a",
                "Accept: application/json",
                "Accept-Language: en",
                "Content-Type: application/json",
                "Cookie: a",
                "Host: [",
                "Origin: http://",
                "X-Request-ID: a",
                "X-Forwarded-For: 127.",
                "X-Odd: a"
            })
    void ofAHeaderIsSmall(String start) {
        for (String unit : UNITS) {
            String header = start + unit.repeat((LENGTH - start.length()) / unit.length()) + "\u0085x";
            assertCheap(
                    start + unit,
                    () -> client.raw(
                            "GET",
                            "GET /status HTTP/1.1",
                            start.startsWith("Host") ? "X: a" : "Host: " + client.authority(),
                            header,
                            "Connection: close"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status?format=", "/status?", "/", "/status/providers/", "/status;"})
    void ofATargetIsSmall(String start) {
        for (String unit : UNITS) {
            // Blanks would end it.
            String target = start + unit.strip().repeat((LENGTH - start.length()) / unit.length()) + "x";
            assertCheap(start + unit, () -> client.get(target));
        }
    }

    private static void assertCheap(String what, Runnable request) {
        Duration least = cpuOf(request);
        for (int i = 1; i < 4 && least.compareTo(MAX) >= 0; i++) {
            // The compiler, the collector and a check may work beside it.
            Duration again = cpuOf(request);
            least = again.compareTo(least) < 0 ? again : least;
        }
        assertThat(least).as("CPU of %d requests with %s", REQUESTS, what).isLessThan(MAX);
    }

    private static Duration cpuOf(Runnable request) {
        Duration before = cpu();
        for (int i = 0; i < REQUESTS; i++) {
            try {
                request.run();
            } catch (UncheckedIOException e) {
                // A server may hang up on what is too much for it.
            }
        }
        return cpu().minus(before);
    }

    private static Duration cpu() {
        return server.process().info().totalCpuDuration().orElseThrow();
    }
}
