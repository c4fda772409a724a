package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.MESSAGE;
import static dev.ccproxy.it.AnthropicReplies.START;
import static dev.ccproxy.it.AnthropicReplies.STOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Moment;
import jakarta.json.Json;
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

/** The limits of clients and teams: what is refused, what the client is told, and what counts. */
@Tag("slow")
@Tag("anywhere") // what is decided does not depend on the server
class LimitsIT {

    private static final String KEYS = """
            rita-key rita
            rita-other-key rita team=sales
            amy-key amy team=platform
            ben-key ben team=platform
            hal-key hal
            tom-key tom
            tim-key tim
            una-key una
            eve-key eve
            """;

    /** 300 tokens, or a little more, by the estimate of its input. */
    private static final String TEXT = "word ".repeat(240);

    @TempDir
    private static Path folder;

    private static ScriptedProvider provider;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        provider = new ScriptedProvider();
        provider.on("small", turn -> turn.json(200, MESSAGE));
        server = Server.start(Map.ofEntries(
                Map.entry(
                        "CCPROXY_API_KEY_FILE",
                        Files.writeString(folder.resolve("keys"), KEYS).toString()),
                Map.entry("CCPROXY_PROVIDERS", "a"),
                Map.entry("CCPROXY_PROVIDER_A_BASE_URL", provider.url()),
                Map.entry("CCPROXY_PROVIDER_A_FORMAT", "anthropic"),
                Map.entry("CCPROXY_LIMITS_CLIENT_REQUESTS_PER_MINUTE", "3"),
                Map.entry("CCPROXY_CLIENTS", "rita,hal,tom,tim,una"),
                Map.entry("CCPROXY_CLIENT_RITA_REQUESTS_PER_MINUTE", "2"),
                Map.entry("CCPROXY_CLIENT_HAL_REQUESTS_PER_MINUTE", "unlimited"),
                Map.entry("CCPROXY_CLIENT_HAL_CONCURRENT_REQUESTS", "1"),
                Map.entry("CCPROXY_CLIENT_TOM_REQUESTS_PER_MINUTE", "unlimited"),
                Map.entry("CCPROXY_CLIENT_TOM_TOKENS_PER_MINUTE", "900"),
                Map.entry("CCPROXY_CLIENT_TIM_REQUESTS_PER_MINUTE", "unlimited"),
                Map.entry("CCPROXY_CLIENT_TIM_TOKENS_PER_MINUTE", "900"),
                Map.entry("CCPROXY_CLIENT_UNA_REQUESTS_PER_MINUTE", "unlimited"),
                Map.entry("CCPROXY_TEAMS", "platform"),
                Map.entry("CCPROXY_TEAM_PLATFORM_REQUESTS_PER_MINUTE", "4")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    private static Reply post(String key, String model) throws IOException {
        return new MessagesClient(server.client(), key)
                .post("{\"messages\":[{\"role\":\"user\",\"content\":\"" + TEXT + "\"}],\"model\":\"" + model + "\"}");
    }

    private static void assertServed(String key, String model) throws IOException {
        try (Reply reply = post(key, model)) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }
    }

    private static void assertRefused(String key, String model, String code, String message) throws IOException {
        try (Reply reply = post(key, model)) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(429);
            assertThat(reply.errorType()).isEqualTo("rate_limit_error");
            assertThat(reply.header("x-ccproxy-error")).isEqualTo(code);
            assertThat(reply.header("x-should-retry"))
                    .as("the client is to come back")
                    .isEmpty();
            String retryAfter = reply.header("retry-after");
            assertThat(Integer.parseInt(retryAfter)).isBetween(1, 61);
            assertThat(reply.json().getJsonObject("error").getString("message"))
                    .contains(message)
                    .endsWith("; try again in " + retryAfter + " s");
        }
    }

    @Test
    void aRequestTooManyIs429AndTwoKeysOfOneNameAreOneClient() throws IOException {
        provider.on("rated", turn -> turn.json(200, MESSAGE));
        assertServed("rita-key", "rated");
        assertServed("rita-other-key", "rated");

        String message = "At most 2 requests a minute are allowed for client rita (requests-per-minute)";
        assertRefused("rita-key", "rated", "client_rate_limited", message);
        assertRefused("rita-other-key", "rated", "client_rate_limited", message);
        assertThat(provider.received("rated")).hasSize(2);
        assertThat(server.client()
                        .get("/status/traffic", "x-api-key: rita-key")
                        .json()
                        .getJsonArray("limits")
                        .getValuesAs(JsonObject.class))
                .contains(Json.createObjectBuilder()
                        .add("kind", "client")
                        .add("name", "rita")
                        .add("limit", "requests-per-minute")
                        .add("max", 2)
                        .add("used", 2)
                        .add("left", 0)
                        .build());
        try (Reply counted = new MessagesClient(server.client(), "/v1/messages/count_tokens", "rita-key")
                .post("{\"model\":\"small\"}")) {
            assertThat(counted.status()).as("counting tokens is free").isEqualTo(200);
        }
    }

    @Test
    void whoIsNotNamedHasTheDefaultAndMayBeFreeOfIt() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertServed("eve-key", "small");
        }
        assertRefused("eve-key", "small", "client_rate_limited", "At most 3 requests a minute");
        for (int i = 0; i < 5; i++) {
            assertServed("una-key", "small");
        }
    }

    @Test
    void theClientsOfATeamCountTogether() throws IOException {
        for (int i = 0; i < 2; i++) {
            assertServed("amy-key", "small");
            assertServed("ben-key", "small");
        }

        String message = "At most 4 requests a minute are allowed for team platform";
        assertRefused("amy-key", "small", "team_rate_limited", message);
        assertRefused("ben-key", "small", "team_rate_limited", message);
    }

    @Test
    void oneTooManyAtOnceIs429UntilTheOtherHasEnded() throws Exception {
        Moment end = new Moment();
        provider.on("held", turn -> {
            turn.stream();
            turn.chunk(START);
            end.await();
            turn.chunk(STOP);
            turn.end();
        });
        try (Reply held = post("hal-key", "held")) {
            held.readUntil("message_start");
            assertRefused("hal-key", "small", "client_rate_limited", "At most 1 requests at once");
            end.comes();
            assertThat(held.text()).isEqualTo(START + STOP);
        }
        await().untilAsserted(() -> assertServed("hal-key", "small"));
        try (Reply gone = post("hal-key", "held")) {
            gone.readUntil("message_start");
            gone.reset();
        }
        await().untilAsserted(() -> assertServed("hal-key", "small"));
    }

    @Test
    void tokensAreReservedByAnEstimateAndSettledByWhatWasUsed() throws Exception {
        Moment end = new Moment();
        provider.on("many", turn -> {
            end.await();
            turn.json(
                    200,
                    MESSAGE.replace("\"output_tokens\":5", "\"cache_read_input_tokens\":90000,\"output_tokens\":950"));
        });
        for (int i = 0; i < 6; i++) {
            // 8 tokens each; as they were estimated, these would be twice the limit.
            assertServed("tom-key", "small");
        }
        MessagesClient client = new MessagesClient(server.client(), "tom-key");
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + TEXT + "\"}],\"model\":\"many\"}";
        try (Reply one = client.begin("Content-Length: " + body.length());
                Reply two = client.begin("Content-Length: " + body.length())) {
            one.send(body.getBytes(UTF_8));
            two.send(body.getBytes(UTF_8));
            await().until(() -> provider.received("many").size() == 2);
            assertRefused(
                    "tom-key",
                    "small",
                    "client_rate_limited",
                    "At most 900 tokens a minute are allowed for client tom");
            end.comes();
            assertThat(one.head().status()).isEqualTo(200);
            assertThat(two.head().status()).isEqualTo(200);
            assertThat(one.body()).isNotEmpty();
            assertThat(two.body()).isNotEmpty();
        }
        await().untilAsserted(() ->
                assertRefused("tom-key", "small", "client_rate_limited", "of which 1954 are used or reserved"));
    }

    @Test
    void whatCostsNothingDoesNotCount() throws Exception {
        provider.on("broken", turn -> turn.json(500, "{\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}"));
        for (int i = 0; i < 6; i++) {
            try (Reply reply = post("tim-key", "broken")) {
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.body()).isNotEmpty();
            }
        }
        assertServed("tim-key", "small");
    }
}
