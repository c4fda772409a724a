package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers that die, come back, are disabled, and what that does to status and readiness. */
@Tag("slow")
@Tag("anywhere") // how providers are reached does not depend on the server
class ProviderIT {

    private static final Duration INTERVAL = Duration.ofMillis(600);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /** For the clocks of a busy machine. */
    private static final Duration GRACE = Duration.ofMillis(700);

    private final FakeProvider first = FakeProvider.answering();
    private final FakeProvider disabled = FakeProvider.answering();
    private Server server;

    @AfterEach
    void stop() {
        first.close();
        disabled.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void showsWithinItsBoundWhenAProviderDiesAndComesBack() {
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_PROVIDERS", "hanging,dying,disabled,unchecked"),
                Map.entry("CCPROXY_PROVIDER_DYING_BASE_URL", first.url()),
                Map.entry("CCPROXY_PROVIDER_DISABLED_BASE_URL", disabled.url()),
                Map.entry("CCPROXY_PROVIDER_DISABLED_ENABLED", "false"),
                Map.entry("CCPROXY_PROVIDER_UNCHECKED_BASE_URL", disabled.url()),
                Map.entry("CCPROXY_PROVIDER_UNCHECKED_CHECK", "off"),
                Map.entry(
                        "CCPROXY_PROVIDER_HANGING_BASE_URL",
                        FakeProvider.hanging().url()),
                Map.entry("CCPROXY_HEALTH_REQUIRES_PROVIDER", "true"),
                Map.entry("CCPROXY_CHECK_INTERVAL", INTERVAL.toMillis() + "ms"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", TIMEOUT.toString())));

        await().until(() -> active().equals(List.of("dying")));
        await().until(() -> server.client().get("/health/started").status() == 200);
        assertThat(server.client()
                        .get("/status")
                        .json()
                        .getJsonObject("providers")
                        .getInt("count"))
                .as("disabled providers do not count")
                .isEqualTo(3);
        assertThat(server.client().get("/health/ready").status()).isEqualTo(200);

        for (int i = 0; i < 3; i++) {
            first.close();
            await().atMost(INTERVAL.plus(TIMEOUT.multipliedBy(2)).plusSeconds(1).plus(GRACE))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> active().isEmpty());
            assertThat(HealthIT.reason(server.client().get("/health/ready"))).isEqualTo("no_active_provider");
            assertThat(server.client().get("/health/live").status()).isEqualTo(200);
            first.comeBack();
            await().atMost(INTERVAL.plus(TIMEOUT).plus(GRACE))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> active().equals(List.of("dying")));
            assertThat(server.client().get("/health/ready").status()).isEqualTo(200);
        }
        assertThat(server.logs()).contains("connection_refused", "response_timeout");
        assertThat(disabled.connections()).isZero();
    }

    private List<String> active() {
        return server
                .client()
                .get("/status")
                .json()
                .getJsonObject("providers")
                .getJsonArray("active")
                .getValuesAs(JsonString.class)
                .stream()
                .map(JsonString::getString)
                .toList();
    }
}
