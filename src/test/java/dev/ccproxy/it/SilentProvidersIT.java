package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers that take a connection and never shake hands, checked as often as is allowed, are checked again and again. */
@Tag("slow") // watches checks for some seconds
@Tag("anywhere") // how providers are reached does not depend on the server
class SilentProvidersIT {

    private static final int PROVIDERS = 20;
    private static final Duration WATCHED = Duration.ofSeconds(5);

    @Test
    void noneIsEverForgotten() {
        try (FakeProvider silent = FakeProvider.hanging();
                Server server = Server.start(environment(silent.url().replace("http:", "https:")))) {
            Instant begin = Instant.now();
            // On a machine under load a result may be too old for a while: for good is what must not be.
            await().atMost(WATCHED.multipliedBy(6))
                    .untilAsserted(() -> assertThat(providers(server))
                            .hasSize(PROVIDERS)
                            .allSatisfy(provider -> {
                                assertThat(provider.getString("reason")).isEqualTo("response_timeout");
                                assertThat(Instant.parse(provider.getString("checked_at")))
                                        .isAfter(begin.plus(WATCHED));
                            }));
        }
    }

    private static List<JsonObject> providers(Server server) {
        return server.client()
                .get("/status/providers")
                .json()
                .getJsonArray("providers")
                .getValuesAs(JsonObject.class);
    }

    private static Map<String, String> environment(String url) {
        List<String> names =
                IntStream.range(0, PROVIDERS).mapToObj(i -> "p" + i).toList();
        Map<String, String> environment = new HashMap<>(Map.of(
                "CCPROXY_PROVIDERS", String.join(",", names),
                "CCPROXY_CHECK_INTERVAL", "100ms",
                "CCPROXY_CHECK_TIMEOUT", "10ms"));
        names.forEach(name -> environment.put("CCPROXY_PROVIDER_" + name.toUpperCase(Locale.ROOT) + "_BASE_URL", url));
        return environment;
    }
}
