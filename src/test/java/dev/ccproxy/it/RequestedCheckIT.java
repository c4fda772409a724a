package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /status/providers/NAME/check}: the one request that causes a check. */
@Tag("slow") // waits for checks
class RequestedCheckIT {

    private static final String KEY = "x-api-key: check-key";
    private static final FakeProvider ASKED = FakeProvider.answering();
    private static final FakeProvider HANGING = FakeProvider.hanging();

    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() {
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", "check-key"),
                Map.entry("CCPROXY_PROVIDERS", "asked,hanging,off,disabled"),
                Map.entry("CCPROXY_PROVIDER_ASKED_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_HANGING_BASE_URL", HANGING.url()),
                Map.entry("CCPROXY_PROVIDER_OFF_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_OFF_CHECK", "off"),
                Map.entry("CCPROXY_PROVIDER_DISABLED_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_DISABLED_ENABLED", "false"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1h"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", "3s")));
        client = server.client();
        await().until(() -> client.get("/health/started").status() == 200);
        // Its check, and its list of models.
        await().until(() -> ASKED.connections() == 2);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        ASKED.close();
        HANGING.close();
    }

    @Test
    void aCheckOnRequestTakesAKeyAndNotMereNearness() {
        Response response = client.send("POST", "/status/providers/asked/check", "Content-Length: 0");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.errorType()).isEqualTo("authentication_error");
    }

    @Test
    void looksAgainOnRequestOnceASecond() {
        int before = ASKED.connections();
        Response response = client.send("POST", "/status/providers/asked/check", KEY, "Content-Length: 0");

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.header("location")).isEqualTo("/status/providers/asked");
        JsonObject requested = response.json();
        assertThat(requested.keySet()).containsExactly("provider", "requested_at", "status_url");
        assertThat(requested.getString("status_url")).isEqualTo("/status/providers/asked");
        Instant at = Instant.parse(requested.getString("requested_at"));
        await().atMost(Duration.ofSeconds(5)).until(() -> !checkedAt("asked").isBefore(at));
        assertThat(ASKED.connections()).isEqualTo(before + 1);

        Response tooSoon = client.send("POST", "/status/providers/asked/check", KEY, "Content-Length: 0");
        assertThat(tooSoon.status()).isEqualTo(429);
        assertThat(tooSoon.errorType()).isEqualTo("rate_limit_error");
        assertThat(tooSoon.header("retry-after")).isEqualTo("1");
        assertThat(ASKED.connections()).isEqualTo(before + 1);
    }

    @Test
    void aRequestGoesByTheCheckThatIsUnderWay() {
        int before = HANGING.connections();
        for (int i = 0; i < 5; i++) {
            assertThat(client.send("POST", "/status/providers/hanging/check", KEY, "Content-Length: 0")
                            .status())
                    .isEqualTo(202);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> HANGING.connections() == before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "off, 400, configured with check=off",
        "disabled, 400, disabled",
        "nobody, 404, 'asked, hanging, off, disabled'"
    })
    void refusesToLookWhereItNeverLooks(String name, int status, String says) {
        int before = ASKED.connections();
        Response response = client.send("POST", "/status/providers/" + name + "/check", KEY, "Content-Length: 0");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains(says);
        assertThat(ASKED.connections()).isEqualTo(before);
    }

    private static Instant checkedAt(String provider) {
        return Instant.parse(client.get("/status/providers/" + provider).json().getString("checked_at"));
    }
}
