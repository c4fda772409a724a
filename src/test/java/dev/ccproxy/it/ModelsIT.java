package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Moment;
import dev.ccproxy.it.ScriptedProvider.Turn;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doors beside {@code /v1/messages}: which models may be asked for, what is not supported, and the front page. */
@Tag("slow") // what is listed does not depend on the server's level
class ModelsIT {

    private static final String KEY = "models-key";
    private static final String[] ALL = {
        "claude-gpt-5", "claude-gone", "claude-opus-4-8", "claude-haiku-4-5", "own,llama:8b", "own,meta/llama"
    };
    private static final String OPUS =
            "{\"type\":\"model\",\"id\":\"claude-opus-4-8\",\"display_name\":\"Claude Opus 4.8\","
                    + "\"created_at\":\"2026-02-03T00:00:00Z\",\"max_input_tokens\":200000}";
    private static final String HAIKU = "{\"type\":\"model\",\"id\":\"claude-haiku-4-5\"}";

    private static ScriptedProvider anthropic;
    private static ScriptedProvider own;
    private static ScriptedProvider silent;
    private static final Moment END = new Moment();
    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() {
        anthropic = new ScriptedProvider();
        anthropic.on("", ModelsIT::inTwoPages);
        own = new ScriptedProvider();
        own.on(
                "",
                turn -> turn.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"id\":\"llama:8b\",\"object\":\"model\","
                                + "\"created\":1700000000,\"owned_by\":\"me\"},{\"id\":\"meta/llama\"},{\"id\":7},3,{\"id\":\"\\u0007\"}]}"));
        silent = new ScriptedProvider();
        silent.on("", turn -> END.await());
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", KEY),
                Map.entry("CCPROXY_AUTH_LOCALHOST", "false"),
                Map.entry("CCPROXY_PROVIDERS", "silent,anthropic,own"),
                Map.entry("CCPROXY_PROVIDER_ANTHROPIC_BASE_URL", anthropic.url()),
                Map.entry("CCPROXY_PROVIDER_ANTHROPIC_API_KEY", "sk-provider"),
                Map.entry("CCPROXY_PROVIDER_OWN_BASE_URL", own.url() + "/v1"),
                Map.entry("CCPROXY_PROVIDER_OWN_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_SILENT_BASE_URL", silent.url()),
                Map.entry("CCPROXY_PROVIDER_SILENT_FORMAT", "anthropic"),
                Map.entry("CCPROXY_MODELS", "claude-gpt-5, claude-gone"),
                Map.entry("CCPROXY_MODEL_CLAUDE_GPT_5", "own/gpt-5"),
                Map.entry("CCPROXY_MODEL_CLAUDE_GONE", "silent/x/y"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1h")));
        client = server.client();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ids("?limit=1000")).containsExactly(ALL));
    }

    private static void inTwoPages(Turn turn) throws IOException {
        boolean second = turn.request().requestLine().contains("after_id=claude-opus-4-8");
        turn.json(
                200,
                second
                        ? "{\"data\":[" + HAIKU + "],\"has_more\":false,\"last_id\":\"claude-haiku-4-5\"}"
                        : "{\"data\":[" + OPUS + "],\"has_more\":true,\"last_id\":\"claude-opus-4-8\"}");
    }

    @AfterAll
    static void stop() {
        END.comes();
        if (server != null) {
            server.close();
        }
        anthropic.close();
        own.close();
        silent.close();
    }

    private static Response get(String target) {
        return client.get(target, "x-api-key: " + KEY);
    }

    private static List<String> ids(String query) {
        Response response = get("/v1/models" + query);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.json().getJsonArray("data").getValuesAs(JsonObject.class).stream()
                .map(model -> model.getString("id"))
                .toList();
    }

    @Test
    void aModelHasWhatItsProviderSays() {
        Response response = get("/v1/models/claude-opus-4-8");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo(OPUS);

        assertThat(get("/v1/models/claude-haiku-4-5").body())
                .isEqualTo("{\"type\":\"model\",\"id\":\"claude-haiku-4-5\",\"display_name\":\"claude-haiku-4-5\","
                        + "\"created_at\":\"1970-01-01T00:00:00Z\"}");
        assertThat(get("/v1/models/own,meta/llama").json().getString("display_name"))
                .isEqualTo("meta/llama");
        // Not by its own URL: Payara Micro 7 responds with 503 of its own to any colon in a path.
        assertThat(get("/v1/models?after_id=claude-haiku-4-5&limit=1").body())
                .contains("{\"type\":\"model\",\"id\":\"own,llama:8b\",\"display_name\":\"llama:8b\","
                        + "\"created_at\":\"2023-11-14T22:13:20Z\"}");
        assertThat(get("/v1/models/claude-gpt-5").json().getString("display_name"))
                .isEqualTo("claude-gpt-5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?limit=2 | 0 | 2 | true",
                "?limit=2&after_id=claude-gone | 2 | 4 | true",
                "?limit=2&after_id=claude-haiku-4-5 | 4 | 6 | false",
                "?after_id=own,meta/llama | 6 | 6 | false",
                "?limit=2&before_id=own,llama:8b | 2 | 4 | true",
                "?before_id=claude-gone | 0 | 1 | false",
                "?beta=true | 0 | 6 | false",
                "?a=%zz&limit=1000 | 0 | 6 | false",
            })
    void pagesAsTheApiDoes(String query, int from, int to, boolean more) {
        assertThat(ids(query)).containsExactly(List.of(ALL).subList(from, to).toArray(String[]::new));
        JsonObject page = get("/v1/models" + query).json();
        assertThat(page.getBoolean("has_more")).isEqualTo(more);
        if (from < to) {
            assertThat(page.getString("first_id")).isEqualTo(ALL[from]);
            assertThat(page.getString("last_id")).isEqualTo(ALL[to - 1]);
        } else {
            assertThat(page.isNull("first_id")).isTrue();
            assertThat(page.isNull("last_id")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?limit=0 | limit must be a whole number from 1 to 1000",
                "?limit=1001 | limit must be",
                "?limit=x | limit must be",
                "?limit=1&limit=2 | limit must be given only once",
                "?after_id=nobody | after_id must be the id of a model",
                "?before_id=claude-gone&after_id=claude-gone | Only one of",
            })
    void saysWhatIsWrongWithAQuery(String query, String message) {
        Response response = get("/v1/models" + query);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errorType()).isEqualTo("invalid_request_error");
        assertThat(response.body()).contains(message);
    }

    @Test
    void aHeadHasTheHeadersAlone() {
        Response response = client.send("HEAD", "/v1/models", "x-api-key: " + KEY);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-length"))
                .isEqualTo(Integer.toString(get("/v1/models").body().length()));
        assertThat(response.body()).isEmpty();
    }

    @Test
    void anAliasIsAskedForLikeAModel() throws IOException {
        own.on("gpt-5", turn -> turn.json(200, "{\"type\":\"message\"}"));
        try (Reply reply = new MessagesClient(client, KEY).post("{\"model\":\"claude-gpt-5\",\"max_tokens\":1}")) {
            assertThat(reply.text()).isEqualTo("{\"type\":\"message\"}");
        }
        assertThat(new String(own.last("gpt-5").body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"gpt-5\",\"max_tokens\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/claude-gpt-5", "/v1/messages/batches", "/v1"})
    void aKeyIsNeeded(String path) {
        Response response = client.get(path);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("x-should-retry")).isEqualTo("false");
        assertThat(response.json().getString("type")).isEqualTo("error");
    }

    @Test
    void anUnknownModelIsNotFound() {
        Response response = get("/v1/models/nobody");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.errorType()).isEqualTo("not_found_error");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/messages/batches",
        "POST, /v1/complete",
        "DELETE, /v1/files/a",
        "GET, /v1",
        "GET, /v1/",
        "PATCH, /v1/models2",
        "PUT, /v1/messages/count_tokens/x",
        "POST, /v1/projects/p/locations/l/publishers/anthropic/models/m",
    })
    void whateverElseIsBelowV1IsNotSupported(String method, String path) {
        Response response = client.send(method, path, "x-api-key: " + KEY);
        assertThat(response.status()).isEqualTo(501);
        assertThat(response.errorType()).isEqualTo("not_supported");
        assertThat(response.header("x-should-retry")).isEqualTo("false");
        assertThat(response.header("x-ccproxy-error")).isEqualTo("not_supported");
        assertThat(((JsonString) response.json().get("request_id")).getString())
                .isEqualTo(response.header("request-id"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /model/claude/invoke",
        "POST, /model/claude/invoke-with-response-stream",
        "GET, /inference-profiles?type=SYSTEM_DEFINED",
        "GET, /.well-known/oauth-authorization-server"
    })
    void otherFormsOfAGatewayAreNotFound(String method, String path) {
        assertThat(client.send(method, path, "x-api-key: " + KEY).status()).isEqualTo(404);
    }

    @Test
    void aMethodThatTheListDoesNotHave() {
        Response response = client.send("DELETE", "/v1/models", "x-api-key: " + KEY);
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");

        Response options = client.send("OPTIONS", "/v1/models/claude-gpt-5");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?x=%zz", "/api/hello"})
    void everybodyLearnsThatThisIsAGateway(String path) {
        Response response = client.get(path, "X-Forwarded-For: 192.0.2.1");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.json().getString("message")).isEqualTo("LLMs API");
        assertThat(response.json().getString("version")).isEqualTo(System.getProperty("ccproxy.it.version"));
        assertThat(response.json()).hasSize(2);

        Response head = client.send("HEAD", path, "X-Forwarded-For: 192.0.2.1");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aBrowserGetsAPage() {
        Response response = client.get(
                "/", "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Sec-Fetch-Site: none");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(response.header("content-security-policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(response.body()).contains("Connect Claude Code").doesNotContain("anthropic,own");
    }
}
