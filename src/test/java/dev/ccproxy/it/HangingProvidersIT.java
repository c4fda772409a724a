package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** While thirty providers accept and never response, a request costs what it costs without them, and waits for nothing. */
@Tag("slow")
@Tag("anywhere") // measures what does not depend on the server
class HangingProvidersIT {

    private static final int PROVIDERS = 30;
    private static final int REQUESTS = 2_000;
    private static final FakeProvider HANGING = FakeProvider.hanging();

    private static Server hanging;

    @BeforeAll
    static void start() {
        String names = IntStream.range(0, PROVIDERS).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
        Map<String, String> environment = new HashMap<>(Map.of(
                "CCPROXY_PROVIDERS", names,
                "CCPROXY_CHECK_INTERVAL", "1h",
                "CCPROXY_CHECK_TIMEOUT", "30m"));
        for (int i = 0; i < PROVIDERS; i++) {
            environment.put("CCPROXY_PROVIDER_P" + i + "_BASE_URL", HANGING.url());
        }
        hanging = Server.start(environment);
        await().until(() -> HANGING.connections() == PROVIDERS);
    }

    @AfterAll
    static void stop() {
        if (hanging != null) {
            hanging.close();
        }
        HANGING.close();
    }

    @Test
    void statusTakesAndCostsNoMoreAndOpensNoConnection() throws IOException {
        Server idle = Server.shared();
        measure(hanging);
        measure(idle);
        Cost with = measure(hanging);
        Cost without = measure(idle);
        for (int i = 0; i < 2; i++) {
            with = with.least(measure(hanging));
            without = without.least(measure(idle));
        }
        // The bounds leave room for a busy machine; one wait for one provider would be over them a thousandfold.
        assertThat(with.median()).isLessThan(without.median().multipliedBy(3).plusMillis(1));
        assertThat(with.slowest()).isLessThan(Duration.ofSeconds(1));
        assertThat(with.cpu()).isLessThan(without.cpu().multipliedBy(2).plusMillis(100));
        assertThat(HANGING.connections()).isEqualTo(PROVIDERS);
    }

    @Test
    void readinessAnswersAtOnceAndStartupWaits() {
        Client client = hanging.client();
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
        assertThat(client.get("/health/started").status()).isEqualTo(503);
        assertThat(HANGING.connections()).isEqualTo(PROVIDERS);
    }

    private record Cost(Duration median, Duration slowest, Duration cpu) {
        Cost least(Cost other) {
            return cpu.compareTo(other.cpu) <= 0 ? this : other;
        }
    }

    private static Cost measure(Server server) throws IOException {
        Client client = server.client();
        long[] nanos = new long[REQUESTS];
        Duration before = server.process().info().totalCpuDuration().orElseThrow();
        // A new connection now and then: by our configuration Payara Micro closes one after 50 requests.
        for (int i = 0; i < REQUESTS; ) {
            try (Socket connection = client.open()) {
                for (int end = i + 50; i < end; i++) {
                    long start = System.nanoTime();
                    assertThat(client.ask(connection, "/status").status()).isEqualTo(200);
                    nanos[i] = System.nanoTime() - start;
                }
            }
        }
        Duration cpu = server.process().info().totalCpuDuration().orElseThrow().minus(before);
        Arrays.sort(nanos);
        return new Cost(Duration.ofNanos(nanos[REQUESTS / 2]), Duration.ofNanos(nanos[REQUESTS - 1]), cpu);
    }
}
