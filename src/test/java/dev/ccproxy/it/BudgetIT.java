package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Budgets as a client meets them: what it is told while there is something left, and when there is not. */
@Tag("slow")
@Tag("anywhere") // what is decided does not depend on the server
@Timeout(180)
class BudgetIT {

    private static final String STATUS = "anthropic-ratelimit-unified-status";
    private static final String UTILIZATION = "anthropic-ratelimit-unified-overage-utilization";
    private static final String THRESHOLD = "anthropic-ratelimit-unified-overage-surpassed-threshold";
    private static final String RESET = "anthropic-ratelimit-unified-reset";
    private static final String REASON = "anthropic-ratelimit-unified-overage-disabled-reason";

    @TempDir
    private static Path folder;

    private static ScriptedProvider provider;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        provider = new ScriptedProvider();
        // A cent and a half.
        for (String model : new String[] {"good", "unpriced"}) {
            provider.on(model, turn -> turn.json(200, """
                    {"type":"message","id":"m","role":"assistant","model":"m","content":[],"stop_reason":"end_turn",
                    "usage":{"input_tokens":0,"output_tokens":1000,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}}"""));
        }
        provider.on("held", turn -> turn.json(200, "{\"input_tokens\":1}"));
        Path prices = Files.writeString(
                folder.resolve("prices"), "acme/good from=2026-01-01 input=3 output=15 cache-write=3.75\n");
        Path keys = Files.writeString(folder.resolve("keys"), """
                alice-key alice
                bob-key bob team=web
                carol-key carol
                dave-key dave team=poor
                """);
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY_FILE", keys.toString()),
                Map.entry("CCPROXY_DATA_DIR", folder.toString()),
                Map.entry("CCPROXY_PRICES_FILE", prices.toString()),
                Map.entry("CCPROXY_CLIENTS", "alice"),
                Map.entry("CCPROXY_CLIENT_ALICE_BUDGET_PER_DAY", "0.10 USD"),
                Map.entry("CCPROXY_TEAMS", "web,poor"),
                Map.entry("CCPROXY_TEAM_WEB_BUDGET_PER_MONTH", "1000000 tokens, 100 USD"),
                Map.entry("CCPROXY_TEAM_POOR_BUDGET_PER_WEEK", "0.000001 USD"),
                Map.entry("CCPROXY_PROVIDERS", "acme"),
                Map.entry("CCPROXY_PROVIDER_ACME_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_ACME_CHECK", "off"),
                Map.entry("CCPROXY_PROVIDER_ACME_API_KEY", "provider-key"),
                Map.entry("CCPROXY_PROVIDER_ACME_BASE_URL", provider.url())));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    private static Reply ask(String client, String model) throws IOException {
        return new MessagesClient(server.client(), client + "-key")
                .post("{\"max_tokens\":1000,\"messages\":[],\"model\":\"" + model + "\"}");
    }

    private static JsonObject used(String client) {
        Response response = server.client().get("/api/oauth/usage", "x-api-key: " + client + "-key");
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.json();
    }

    @Test
    void aBudgetIsUsedUpAndThenRefusesUntilTheNextDay() throws Exception {
        long tomorrow = LocalDate.now(ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
        try (Reply first = ask("alice", "good")) {
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header(STATUS)).isEqualTo("allowed");
            assertThat(first.header(RESET)).isEqualTo(Long.toString(tomorrow));
            assertThat(first.header(THRESHOLD)).isEmpty();
        }
        for (int i = 2; i <= 6; i++) {
            try (Reply reply = ask("alice", "good")) {
                assertThat(reply.status()).as("the %d. of 1.5 cents", i).isEqualTo(200);
                if (i == 6) {
                    assertThat(reply.header(STATUS)).isEqualTo("allowed_warning");
                    assertThat(reply.header(UTILIZATION)).isEqualTo("0.75");
                    assertThat(reply.header(THRESHOLD)).isEqualTo("0.75");
                }
            }
        }
        try (Reply refused = ask("alice", "good")) {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.errorType()).isEqualTo("billing_error");
            assertThat(refused.header("x-should-retry")).isEqualTo("false");
            assertThat(refused.header("x-ccproxy-error")).isEqualTo("client_budget_spent");
            assertThat(Long.parseLong(refused.header("retry-after")))
                    .isBetween(1L, Duration.ofDays(1).toSeconds());
            assertThat(refused.header(STATUS)).isEqualTo("rejected");
            assertThat(refused.header(UTILIZATION)).isEqualTo("1");
            assertThat(refused.header(REASON)).isEqualTo("org_spend_cap_reached");
            assertThat(refused.header("anthropic-ratelimit-unified-overage-period"))
                    .isEqualTo("daily");
            assertThat(refused.header("anthropic-ratelimit-unified-overage-status"))
                    .isEmpty();
            assertThat(refused.text()).contains("client alice for this day", "0.01 USD is left");
        }
        try (Reply counted = new MessagesClient(server.client(), "/v1/messages/count_tokens", "alice-key")
                .post("{\"model\":\"held\"}")) {
            assertThat(counted.status()).as("counting tokens is free").isEqualTo(200);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> used("alice").getJsonObject("extra_usage").getInt("used_credits") == 9);
        JsonObject extra = used("alice").getJsonObject("extra_usage");
        assertThat(extra.getInt("monthly_limit")).isEqualTo(10);
        assertThat(extra.getInt("utilization")).isEqualTo(90);
        JsonObject limit = used("alice").getJsonArray("limits").getJsonObject(0);
        assertThat(limit.getString("kind")).isEqualTo("daily_usd");
        assertThat(Instant.parse(limit.getString("resets_at")).getEpochSecond()).isEqualTo(tomorrow);
    }

    @Test
    void aTeamsBudgetsAreSharedAndTheOneThatIsUsedMostIsTold() throws Exception {
        try (Reply reply = ask("bob", "good")) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header(UTILIZATION)).isEqualTo("0.00");
        }
        assertThat(used("bob").getJsonArray("limits"))
                .extracting(limit -> limit.asJsonObject().getString("kind") + " "
                        + limit.asJsonObject().getString("group"))
                .containsExactlyInAnyOrder("monthly_usd group_pool", "monthly_tokens group_pool");
    }

    @Test
    void aTeamThatHasTooLittleIsToldThatItIsTheTeams() throws Exception {
        try (Reply reply = ask("dave", "good")) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("x-ccproxy-error")).isEqualTo("team_budget_spent");
            assertThat(reply.header("anthropic-ratelimit-unified-overage-scope"))
                    .isEqualTo("group_pool");
            assertThat(reply.text()).contains("team poor for this week");
        }
    }

    @Test
    void aModelWithoutAPriceIsNotForABudgetInMoney() throws Exception {
        try (Reply reply = ask("bob", "unpriced")) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("x-ccproxy-error")).isEqualTo("model_unpriced");
            assertThat(reply.header("x-should-retry")).isEqualTo("false");
            assertThat(reply.text()).contains("acme/unpriced");
        }
    }

    @Test
    void whoHasNoBudgetIsToldNothingButWhatIsUsed() throws Exception {
        try (Reply reply = ask("carol", "unpriced")) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header(STATUS)).isEmpty();
        }
        JsonObject extra = used("carol").getJsonObject("extra_usage");
        assertThat(extra.getBoolean("is_enabled")).isFalse();
        assertThat(extra.isNull("monthly_limit")).isTrue();
        assertThat(extra.getInt("daily")).isZero();
        assertThat(server.client()
                        .get("/api/oauth/usage", "X-Forwarded-For: 192.0.2.1")
                        .status())
                .isEqualTo(401);
    }
}
