package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** SIGTERM: first the node says that it goes, then it goes. */
class ShutdownIT {

    @Test
    void isNotReadyWhileItDrainsAndStillAnswers() throws Exception {
        try (Server server = Server.start(Map.of("CCPROXY_SHUTDOWN_DRAIN", "4s"))) {
            Client client = server.client();
            assertThat(client.get("/health/ready").status()).isEqualTo(200);
            assertThat(client.get("/status").status()).isEqualTo(200);
            ProcessHandle process = server.process();
            long start = System.nanoTime();
            process.destroy();
            await().atMost(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> client.get("/health/ready").status() == 503);
            assertThat(client.get("/status").status()).isEqualTo(503);
            assertThat(HealthIT.reason(client.get("/health/ready"))).isEqualTo("stopping");
            assertThat(client.get("/status/providers").json().getString("unavailable"))
                    .isEqualTo("stopping");
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            process.onExit().get(20, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
            assertThat(server.logs()).contains("SIGTERM: readiness is DOWN, and the server stops in 4s");
        }
    }

    @Test
    void aSecondSignalEndsTheDrain() throws Exception {
        try (Server server = Server.start(Map.of("CCPROXY_SHUTDOWN_DRAIN", "10m"))) {
            ProcessHandle process = server.process();
            process.destroy();
            await().until(() -> server.client().get("/health/ready").status() == 503);
            process.destroy();
            process.onExit().get(20, TimeUnit.SECONDS);
        }
    }
}
