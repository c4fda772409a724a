package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /status/routes/explain}: where a request would go, and why. */
@Tag("slow")
@Tag("anywhere") // what is decided does not depend on the server
class RouteExplainIT {

    private static final String EXPLAIN = "/status/routes/explain";

    @TempDir
    private static Path folder;

    private static ScriptedProvider provider;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        provider = new ScriptedProvider();
        Path keys = Files.writeString(folder.resolve("keys"), "op\nal alice team=web\nmo watch role=monitor\n");
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY_FILE", keys.toString()),
                Map.entry("CCPROXY_PROVIDERS", "a,dead"),
                Map.entry("CCPROXY_PROVIDER_A_BASE_URL", provider.url()),
                Map.entry("CCPROXY_PROVIDER_A_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_A_API_KEY", "sk-canary"),
                Map.entry("CCPROXY_PROVIDER_DEAD_BASE_URL", "http://127.0.0.1:" + Ports.free()),
                Map.entry("CCPROXY_PROVIDER_DEAD_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_DEAD_CHECK", "off"),
                Map.entry("CCPROXY_CLIENTS", "bob,paul"),
                Map.entry("CCPROXY_CLIENT_PAUL_BUDGET_PER_DAY", "5 USD"),
                Map.entry("CCPROXY_CLIENT_BOB_MODELS", "a/*"),
                Map.entry("CCPROXY_ROUTES", "web,large,rest"),
                Map.entry("CCPROXY_ROUTE_WEB_TEAMS", "web"),
                Map.entry("CCPROXY_ROUTE_WEB_TARGETS", "dead,a/opus"),
                Map.entry("CCPROXY_ROUTE_WEB_PARAMETERS_MAX_TOKENS", "77"),
                Map.entry("CCPROXY_ROUTE_LARGE_MIN_INPUT_TOKENS", "1000"),
                Map.entry("CCPROXY_ROUTE_LARGE_TARGETS", "a/large"),
                Map.entry("CCPROXY_ROUTE_REST_REQUEST_CLASS", "main"),
                Map.entry("CCPROXY_ROUTE_REST_TARGETS", "a")));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    private static Response explain(String path, String body, String key, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("x-api-key: " + key);
        return server.client().sendJson("POST", path, body, lines.toArray(String[]::new));
    }

    @Test
    void saysWhereARequestWouldGoAndWhy() {
        JsonObject told = explain(EXPLAIN, "{\"model\":\"m\"}", "op", "x-claude-code-request-class: main")
                .json();

        assertThat(told.getString("route")).isEqualTo("rest");
        assertThat(told.getString("why")).isEqualTo("the route rest takes it by request-class");
        assertThat(told.getJsonArray("passed_over").getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("route") + ": " + each.getString("why"))
                .containsExactly(
                        "web: teams=web, and the request has none",
                        "large: min-input-tokens=1000, and the request has about 3");
        JsonObject target = told.getJsonArray("targets").getJsonObject(0);
        assertThat(target.getString("provider")).isEqualTo("a");
        assertThat(target.getString("model")).isEqualTo("m");
        assertThat(target.getString("state")).isEqualTo("ready");
        assertThat(target.getString("key")).hasSize(8);
        assertThat(provider.received("m")).isEmpty();
    }

    @Test
    void asksForSomebodyElseAndKnowsWhatRests() {
        provider.on("opus", turn -> turn.json(200, AnthropicReplies.MESSAGE));
        // A rest is short at first.
        await().untilAsserted(() -> {
            try (MessagesClient.Reply reply =
                    new MessagesClient(server.client(), "al").post("{\"model\":\"any\",\"messages\":[]}")) {
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("x-ccproxy-model")).isEqualTo("opus");
            }
            assertKnowsWhatRests();
        });
    }

    private static void assertKnowsWhatRests() {
        JsonObject told = explain(EXPLAIN + "?client=alice&team=web", "{\"model\":\"any\"}", "op")
                .json();
        assertThat(told.getString("route")).isEqualTo("web");
        assertThat(told.getJsonObject("parameters").getInt("max_tokens")).isEqualTo(77);
        JsonObject dead = told.getJsonArray("targets").getJsonObject(0);
        assertThat(dead.getString("provider")).isEqualTo("dead");
        assertThat(dead.getString("failure")).isEqualTo("connect_failed");
        assertThat(dead.getString("state")).isEqualTo("resting");
        assertThat(told.getJsonArray("targets").getJsonObject(1).getString("state"))
                .isEqualTo("ready");
    }

    @Test
    void saysWhatTheClientMayNotUse() {
        JsonObject told = explain(EXPLAIN + "?client=bob&team=web", "{\"model\":\"any\"}", "op")
                .json();

        assertThat(told.getJsonArray("targets").getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("provider") + " " + each.getString("state"))
                .containsExactly("a ready", "dead not_allowed");
    }

    /** Nobody knows what it costs. */
    @Test
    void aModelWithoutAPriceIsNotForABudgetInMoney() {
        JsonObject told = explain(EXPLAIN + "?client=paul&team=web", "{\"model\":\"any\"}", "op")
                .json();

        assertThat(told.getJsonArray("targets").getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("provider") + " " + each.getString("state"))
                .containsExactly("dead not_allowed", "a not_allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "al, 403, permission_error",
        "mo, 403, permission_error",
        "nobody, 401, authentication_error",
    })
    void isForOperators(String key, int status, String type) {
        Response response = explain(EXPLAIN, "{\"model\":\"m\"}", key);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.errorType()).isEqualTo(type);
    }

    @Test
    void whatGoesNowhereIsNotFound() {
        Response response = explain(EXPLAIN, "{\"model\":\"m\"}", "op");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).contains("No provider is known for this model");
    }

    @Test
    void aBodyThatIsNoRequestIsRefusedOrLedByNothing() {
        assertThat(explain(EXPLAIN, "{\"model\":\"m\",\"model\":\"n\"}", "op").status())
                .isEqualTo(400);
        assertThat(explain(EXPLAIN, "[", "op").json().getString("why")).startsWith("no model is named");
    }
}
