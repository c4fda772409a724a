package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /status/traffic} and {@code /status/whoami}: what was asked, by whom, and why it failed. */
@Tag("slow")
@Tag("anywhere") // the figures do not depend on the server
class TrafficIT {

    private static final String ALICE = "x-api-key: alice-key";

    @TempDir
    private static Path folder;

    private static ScriptedProvider provider;
    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), """
                operator-key
                alice-key alice team=platform
                nagios-key nagios role=monitor
                """);
        provider = new ScriptedProvider();
        server = Server.start(Map.of(
                "CCPROXY_API_KEY_FILE", keys.toString(),
                "CCPROXY_PROVIDERS", "one",
                "CCPROXY_PROVIDER_ONE_FORMAT", "anthropic",
                "CCPROXY_PROVIDER_ONE_CHECK", "off",
                "CCPROXY_PROVIDER_ONE_API_KEY", "provider-key",
                "CCPROXY_PROVIDER_ONE_BASE_URL", provider.url()));
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    private static JsonObject traffic() {
        return client.get("/status/traffic").json();
    }

    private static Response ask(String model) {
        return client.sendJson(
                "POST",
                "/v1/messages",
                "{\"model\":\"" + model
                        + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"SECRET-PROMPT\"}]}",
                ALICE);
    }

    @Test
    void saysWhoAsks() {
        assertThat(client.get("/status/whoami", ALICE).body())
                .isEqualTo("{\"client\":\"alice\",\"team\":\"platform\",\"role\":\"client\"}");
        assertThat(client.get("/status/whoami", "x-api-key: operator-key").body())
                .isEqualTo("{\"client\":\"default\",\"team\":null,\"role\":\"operator\"}");
        assertThat(client.get("/status/whoami", "Authorization: Bearer nagios-key")
                        .body())
                .isEqualTo("{\"client\":\"nagios\",\"team\":null,\"role\":\"monitor\"}");
        assertThat(client.get("/status/whoami").body()).isEqualTo("{\"client\":\"local\",\"team\":null,\"role\":null}");
        assertThat(client.get("/status/whoami", "X-Forwarded-For: me").status()).isEqualTo(401);
    }

    @Test
    void addsUpWhatTheProviderToldAndKeepsWhyRequestsFailed() {
        provider.on("good", turn -> turn.json(200, """
                {"type":"message","id":"m","role":"assistant","model":"m","content":[],"stop_reason":"end_turn",
                "usage":{"input_tokens":10,"output_tokens":4,"cache_read_input_tokens":90,"cache_creation_input_tokens":0}}"""));
        provider.on(
                "busy",
                turn -> turn.json(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"},\"request_id\":\"r\"}"));
        assertThat(ask("one/good").status()).isEqualTo(200);
        assertThat(ask("one/busy").status()).isEqualTo(529);
        assertThat(client.sendJson("POST", "/v1/messages", "{\"model\":\"a\",\"model\":\"b\"}", ALICE)
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/status", "x-api-key: wrong", "X-Forwarded-For: me")
                        .status())
                .isEqualTo(401);

        await().until(() -> !traffic().getJsonArray("last_failures").isEmpty());
        JsonObject traffic = traffic();
        JsonObject totals = traffic.getJsonArray("providers").getJsonObject(0).getJsonObject("totals");
        assertThat(totals.getJsonNumber("cache_hit_ratio").doubleValue()).isEqualTo(0.9);
        assertThat(totals.getInt("input_tokens")).isEqualTo(10);
        assertThat(totals.getInt("output_tokens")).isEqualTo(4);
        assertThat(totals.getJsonObject("failures").getInt("overloaded")).isGreaterThanOrEqualTo(1);
        assertThat(traffic.getJsonArray("teams").getJsonObject(0).getString("name"))
                .isEqualTo("platform");
        assertThat(traffic.getJsonArray("last_failures").getValuesAs(JsonObject.class))
                .anySatisfy(failed -> {
                    assertThat(failed.getString("client")).isEqualTo("alice");
                    assertThat(failed.getString("reason")).isEqualTo("overloaded");
                    assertThat(failed.getInt("status")).isEqualTo(529);
                    assertThat(failed.getString("provider")).isEqualTo("one");
                })
                .anySatisfy(refused -> {
                    assertThat(refused.getString("reason")).isEqualTo("invalid_request");
                    assertThat(refused.isNull("provider")).isTrue();
                });
        assertThat(traffic.getJsonArray("last_refused").getJsonObject(0).getString("cause"))
                .isEqualTo("wrong_key");
        assertThat(traffic.toString()).doesNotContain("SECRET-PROMPT", "alice-key", "provider-key");
    }
}
