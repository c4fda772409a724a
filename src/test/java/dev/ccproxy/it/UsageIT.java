package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /usage} and {@code /usage/prices}: who used how many tokens of a provider's, what they cost, and who may see it. */
@Tag("slow")
@Tag("anywhere") // what is added up does not depend on the server
class UsageIT {

    private static final String OPERATOR = "x-api-key: operator-key";
    private static final String ALICE = "x-api-key: alice-key";
    private static final String MONITOR = "x-api-key: nagios-key";

    private static final String PRICES =
            "acme/good,cut from=2026-01-01 input=3 output=15 cache-read=0.30 cache-write=3.75 cache-write-1h=6\n";

    private static final int DELTAS = 40;

    @TempDir
    private static Path folder;

    private static Path prices;
    private static ScriptedProvider provider;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        provider = new ScriptedProvider();
        provider.on("good", turn -> turn.json(200, """
                {"type":"message","id":"m","role":"assistant","model":"m","content":[],"stop_reason":"end_turn",
                "usage":{"input_tokens":10,"output_tokens":4,"cache_read_input_tokens":90,"cache_creation_input_tokens":30,
                "cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10}}}""", "request-id: req_1"));
        provider.on("cut", turn -> {
            turn.stream();
            turn.chunk(AnthropicReplies.START + AnthropicReplies.DELTA.repeat(DELTAS));
            turn.close();
        });
        provider.on(
                "busy",
                turn -> turn.json(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"},\"request_id\":\"r\"}"));
        prices = Files.writeString(folder.resolve("prices"), PRICES);
        Files.writeString(folder.resolve("keys"), """
                operator-key
                alice-key alice team=web
                bob-key bob
                carol-key carol team=web
                erin-key erin team=web
                nagios-key nagios role=monitor
                """);
        server = started();
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    private static Server started() {
        return Server.start(Map.of(
                "CCPROXY_API_KEY_FILE", folder.resolve("keys").toString(),
                "CCPROXY_DATA_DIR", folder.toString(),
                "CCPROXY_NODE", "one",
                "CCPROXY_PRICES_FILE", prices.toString(),
                "CCPROXY_PROVIDERS", "acme",
                "CCPROXY_PROVIDER_ACME_FORMAT", "anthropic",
                "CCPROXY_PROVIDER_ACME_CHECK", "off",
                "CCPROXY_PROVIDER_ACME_API_KEY", "provider-key",
                "CCPROXY_PROVIDER_ACME_BASE_URL", provider.url()));
    }

    private static void ask(String client, String model, boolean stream) throws IOException {
        try (Reply reply = new MessagesClient(server.client(), client + "-key")
                .post("{\"stream\":" + stream
                        + ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"SECRET-PROMPT\"}],\"model\":\""
                        + model + "\"}")) {
            String unused = reply.text();
        }
    }

    private static JsonObject usage(String query, String key) {
        Response response = server.client().get("/usage" + query, key);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.json();
    }

    private static JsonObject total(String query) {
        return usage(query, OPERATOR).getJsonObject("total");
    }

    private static void awaitAttempts(String query, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> total(query).getInt("attempts") == count);
    }

    @Test
    void whatEachClientUsedIsThereToTheTokenAfterACrashToo() throws Exception {
        ask("alice", "good", false);
        ask("alice", "good", false);
        ask("bob", "good", false);
        ask("alice", "busy", false);
        ask("alice", "cut", true);
        awaitAttempts("?client=alice", 4);
        awaitAttempts("?client=bob", 1);

        JsonObject rows = usage("?by=client,model&client=alice", OPERATOR);
        assertThat(rows.getString("storage")).isEqualTo("file");
        List<JsonObject> alice = rows.getJsonArray("rows").getValuesAs(JsonObject.class);
        assertThat(alice).extracting(row -> row.getString("model")).containsExactly("cut", "good", "other");
        JsonObject good = alice.get(1);
        assertThat(good.getInt("input_tokens")).isEqualTo(20);
        assertThat(good.getInt("output_tokens")).isEqualTo(8);
        assertThat(good.getInt("cache_creation_input_tokens")).isEqualTo(60);
        assertThat(good.getInt("cache_creation_1h_input_tokens")).isEqualTo(20);
        assertThat(good.getInt("cache_read_input_tokens")).isEqualTo(180);
        assertThat(good.getInt("estimated_attempts")).isZero();
        // Twice 10 × 3 + 4 × 15 + 90 × 0.30 + 20 × 3.75 + 10 × 6, in millionths.
        assertThat(good.getJsonNumber("cost_usd")).hasToString("0.000504");

        JsonObject cut = alice.get(0);
        assertThat(cut.getInt("failed_attempts")).isEqualTo(1);
        assertThat(cut.getInt("input_tokens")).isEqualTo(3);
        assertThat(cut.getInt("output_tokens")).as("as message_start told it").isEqualTo(1);
        assertThat(cut.getInt("estimated_attempts")).isEqualTo(1);
        assertThat(cut.getInt("estimated_output_tokens")).isBetween(DELTAS / 2, 4 * DELTAS);
        assertThat(cut.getJsonNumber("estimated_cost_usd").doubleValue()).isPositive();

        assertThat(alice.get(2).getInt("failed_attempts"))
                .as("refused, so that it cost nothing")
                .isEqualTo(1);
        assertThat(alice.get(2).getInt("estimated_attempts")).isZero();

        JsonObject before = total("?by=day");
        server.process().destroyForcibly();
        server.close();
        server = started();
        assertThat(total("?by=day")).isEqualTo(before);
        assertThat(usage("?by=client", OPERATOR).toString())
                .doesNotContain("SECRET-PROMPT", "alice-key", "provider-key");
        assertThat(server.client().get("/status?format=openmetrics").body())
                .contains("ccproxy_ledger_kept 1", "ccproxy_ledger_lost_attempts_total 0");
    }

    @Test
    void eachSeesWhatIsItsOwn() throws Exception {
        ask("carol", "good", false);
        awaitAttempts("?client=carol", 1);

        JsonObject own = usage("?by=client", "x-api-key: carol-key");
        assertThat(own.getJsonArray("rows")).hasSize(1);
        assertThat(own.getJsonObject("total").getInt("attempts")).isEqualTo(1);
        assertThat(usage("?client=carol&by=day,team", "x-api-key: carol-key")
                        .getJsonArray("rows")
                        .getJsonObject(0)
                        .getString("team"))
                .isEqualTo("web");
        assertThat(server.client().get("/usage?client=carol", ALICE).status()).isEqualTo(403);
        assertThat(server.client().get("/usage?by=client", MONITOR).status()).isEqualTo(403);
        assertThat(server.client().get("/usage?by=team").status()).isEqualTo(403);
        assertThat(usage("?by=model", MONITOR).getJsonArray("rows").toString()).doesNotContain("carol", "web");
        assertThat(server.client().get("/usage?by=day").status()).isEqualTo(200);
        assertThat(server.client().get("/usage", "X-Forwarded-For: 192.0.2.1").status())
                .isEqualTo(401);
        assertThat(server.client().send("HEAD", "/usage").status()).isEqualTo(200);
        assertThat(server.client().send("POST", "/usage", OPERATOR).status()).isEqualTo(405);
    }

    @Test
    void aMonthsChargebackByTeamIsCsv() throws Exception {
        ask("erin", "good", false);
        awaitAttempts("?client=erin", 1);

        for (Response csv : List.of(
                server.client().get("/usage?by=team,provider&format=csv", OPERATOR),
                server.client().get("/usage?by=team,provider", OPERATOR, "Accept: text/csv"))) {
            assertThat(csv.status()).isEqualTo(200);
            assertThat(csv.header("content-type")).startsWith("text/csv");
            assertThat(csv.header("content-disposition")).startsWith("attachment; filename=\"usage-");
            assertThat(csv.body())
                    .startsWith("team,provider,attempts,failed_attempts,input_tokens,")
                    .contains("\r\nweb,acme,");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?by=user | by must be a list of day, month",
                "?month=November | month must be a month such as 2026-11",
                "?from=2026-11-02&to=2026-11-01 | from must not be after to",
                "?format=xml | format must be one of json, csv",
            })
    void whatCannotBeAskedIsA400ThatSaysWhatCan(String query, String message) {
        Response response = server.client().get("/usage" + query, OPERATOR);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().getJsonObject("error").getString("message")).startsWith(message);
    }

    @Test
    void aPriceFileThatIsWrongLeavesTheLastGoodPrices() throws Exception {
        Files.writeString(prices, PRICES + "acme/other from=2026-01-01 input=1\n");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !server.client().get("/usage/prices", ALICE).json().isNull("fault"));
        JsonObject wrong = server.client().get("/usage/prices", ALICE).json();
        assertThat(wrong.getString("fault")).contains("line 2");
        assertThat(wrong.getJsonArray("prices")).hasSize(1);
        assertThat(wrong.getJsonArray("prices")
                        .getJsonObject(0)
                        .getJsonNumber("cache_read")
                        .doubleValue())
                .isEqualTo(0.3);

        Files.writeString(
                prices, PRICES + "acme/other from=2026-01-01 input=1 output=2\ndiscount acme 5 from=2099-01-01\n");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> server.client().get("/usage/prices", ALICE).json().isNull("fault"));
        JsonObject good = server.client().get("/usage/prices", ALICE).json();
        assertThat(good.getJsonArray("prices")).hasSize(2);
        assertThat(good.getJsonArray("discounts")).hasSize(1);
        assertThat(good.getBoolean("shipped")).isFalse();
    }
}
