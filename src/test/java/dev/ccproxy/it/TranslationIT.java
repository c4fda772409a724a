package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.PING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Moment;
import dev.ccproxy.it.ScriptedProvider.Received;
import dev.ccproxy.messages.EventRules;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider of OpenAI's format behind the Messages API, from outside; what becomes of each field is in the case files. */
@Tag("slow")
@Tag("anywhere") // the two ways in which a response is passed on are tested elsewhere
class TranslationIT {

    private static final String KEY = "translation-key";
    private static final String PROVIDER_KEY = "sk-translation-canary";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":5}";

    private static ScriptedProvider provider;
    private static Server server;
    private static MessagesClient client;

    @BeforeAll
    static void start() {
        provider = new ScriptedProvider();
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", KEY),
                Map.entry("CCPROXY_AUTH_LOCALHOST", "false"),
                Map.entry("CCPROXY_PROVIDERS", "o,g,a"),
                Map.entry("CCPROXY_PROVIDER_A_BASE_URL", provider.url()),
                Map.entry("CCPROXY_PROVIDER_A_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_A_API_KEY", "sk-ant-translation-canary"),
                Map.entry("CCPROXY_PROVIDER_G_BASE_URL", provider.url() + "/google"),
                Map.entry("CCPROXY_PROVIDER_G_FORMAT", "gemini"),
                Map.entry("CCPROXY_PROVIDER_G_API_KEY", "AIza-translation-canary"),
                Map.entry("CCPROXY_PROVIDER_O_BASE_URL", provider.url() + "/api/v1"),
                Map.entry("CCPROXY_PROVIDER_O_FORMAT", "openai"),
                Map.entry("CCPROXY_PROVIDER_O_API_KEY", PROVIDER_KEY),
                Map.entry("CCPROXY_PROVIDER_O_FORWARD_HEADERS", "x-company-project"),
                Map.entry("CCPROXY_GATEWAY_IDLE_TIMEOUT", "5s"),
                Map.entry("CCPROXY_GATEWAY_PING_AFTER", "1s"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1h")));
        client = new MessagesClient(server.client(), KEY);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    private static String ask(String model, boolean streamed) {
        return "{\"max_tokens\":100,\"stream\":" + streamed
                + ",\"context_management\":{},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                + "\"model\":\"o," + model + "\"}";
    }

    private static String chunk(String choice) {
        return "data: {\"choices\":[{\"index\":0," + choice + "}]}\n\n";
    }

    private static String text(String text) {
        return chunk("\"delta\":{\"content\":\"" + text + "\"}");
    }

    private static final String END = chunk("\"delta\":{},\"finish_reason\":\"stop\"") + "data: {\"choices\":[],"
            + USAGE + "}\n\ndata: [DONE]\n\n";

    private static final String WHOLE =
            "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]," + USAGE + "}";

    @Test
    void theProviderGetsARequestOfItsOwnFormat() throws IOException {
        provider.on("request", turn -> turn.json(200, WHOLE, "openai-organization: acme", "x-request-id: theirs"));

        try (Reply reply = client.post(
                ask("request", false),
                "anthropic-beta: some-beta",
                "traceparent: 00-a-b-01",
                "X-Company-Project: p-1",
                "Cookie: a=b")) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            JsonObject message = reply.json();
            assertThat(message.getString("model")).isEqualTo("o,request");
            assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                    .isEqualTo("Hello");
            assertThat(message.getJsonObject("usage").getInt("input_tokens")).isEqualTo(30);
            assertThat(reply.header("x-ccproxy-loss")).isEqualTo("context_management");
            assertThat(reply.headers()).doesNotContainKeys("openai-organization", "x-request-id");
        }
        Received sent = provider.last("request");
        assertThat(sent.requestLine()).isEqualTo("POST /api/v1/chat/completions HTTP/1.1");
        assertThat(sent.headers("authorization")).containsExactly("Bearer " + PROVIDER_KEY);
        assertThat(sent.headers("content-type")).containsExactly("application/json");
        assertThat(sent.headers("accept-encoding")).containsExactly("identity");
        assertThat(sent.headers("traceparent")).containsExactly("00-a-b-01");
        assertThat(sent.headers("x-company-project")).containsExactly("p-1");
        assertThat(sent.head()).doesNotContainIgnoringCase("anthropic-").doesNotContain(KEY, "a=b");
        assertThat(new String(sent.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"request\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"max_tokens\":100}");
    }

    @Test
    void eachEventGoesOnAtOnceAndASilenceHasPings() throws Exception {
        Moment first = new Moment();
        Moment pinged = new Moment();
        provider.on("stream", turn -> {
            turn.stream();
            turn.chunk(text("one "));
            first.await();
            turn.chunk(text("two").substring(0, 20));
            pinged.await();
            turn.chunk(text("two").substring(20) + END);
            turn.end();
        });

        try (Reply reply = client.post(ask("stream", true))) {
            assertThat(reply.header("content-type")).isEqualToIgnoringCase("text/event-stream; charset=utf-8");
            reply.readUntil("one ");
            first.comes();
            reply.readUntil(PING);
            pinged.comes();
            String events = reply.text().replace(PING, "");
            JsonObject message = EventRules.message(events.getBytes(StandardCharsets.UTF_8));
            assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                    .isEqualTo("one two");
            assertThat(message.getString("stop_reason")).isEqualTo("end_turn");
        }
    }

    /** https://github.com/fkiene/llmtrim/pull/221: what a provider sends may be nothing that a client can be told. */
    @Test
    void aStreamThatTellsNothingHasPings() throws IOException {
        provider.on("busy", turn -> {
            turn.stream();
            turn.chunk(text("one "));
            // Half a second apart: twice as often as a ping is due, and for longer than that.
            for (int i = 0; i < 6; i++) {
                Thread.sleep(500);
                turn.chunk(": processing\n\n" + chunk("\"delta\":{\"content\":\"\"}"));
            }
            turn.chunk(END);
            turn.end();
        });

        try (Reply reply = client.post(ask("busy", true))) {
            assertThat(reply.text()).contains(PING, "message_stop");
        }
    }

    /** https://github.com/BerriAI/litellm/issues/13774: what nobody reads any more is still paid for. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatLeavesEndsTheProvidersRequest(boolean streamed) throws Exception {
        CompletableFuture<Duration> gone = new CompletableFuture<>();
        Moment begun = new Moment();
        provider.on("leaves-" + streamed, turn -> {
            if (streamed) {
                turn.stream();
                turn.chunk(text("one "));
            }
            begun.comes();
            gone.complete(turn.awaitGone());
        });

        String body = ask("leaves-" + streamed, streamed);
        try (Reply reply = client.begin("Content-Length: " + body.length())) {
            reply.send(body.getBytes(StandardCharsets.UTF_8));
            begun.await();
        }
        assertThat(gone.get(10, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(2));
    }

    /** https://github.com/farion1231/cc-switch/pull/3901: packed bytes that nothing says are packed, also of an error. */
    @Test
    void bytesThatAreNoJsonAreNeverPassedOn() throws IOException {
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x04, 0x00, 0x11, 0x00};
        provider.on("zstd", turn -> turn.json(200, zstd));
        provider.on("zstd-error", turn -> turn.json(404, zstd));

        try (Reply reply = client.post(ask("zstd", false))) {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.header("x-ccproxy-error")).isEqualTo("invalid_response");
        }
        try (Reply reply = client.post(ask("zstd-error", false))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().getJsonObject("error").getString("message"))
                    .isEqualTo("The provider responded with status 404");
        }
    }

    @Test
    void aStreamThatIsCompressedAllTheSameIsRead() throws IOException {
        provider.on("gzip", turn -> {
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
                out.write((text("packed") + END).getBytes(StandardCharsets.UTF_8));
            }
            turn.stream("Content-Encoding: gzip");
            turn.chunk(gzip.toByteArray());
            turn.end();
        });

        try (Reply reply = client.post(ask("gzip", true))) {
            assertThat(reply.header("content-encoding")).isEmpty();
            assertThat(reply.text())
                    .contains("packed")
                    .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theClientGetsWhatItHasAskedForWhateverTheProviderSends(boolean streamed) throws IOException {
        provider.on("other-" + streamed, turn -> {
            if (streamed) {
                turn.json(200, WHOLE);
            } else {
                turn.stream();
                turn.chunk(text("Hello") + END);
                turn.end();
            }
        });

        try (Reply reply = client.post(ask("other-" + streamed, streamed))) {
            assertThat(reply.header("content-type")).startsWith(streamed ? "text/event-stream" : "application/json");
            assertThat(reply.text()).contains("Hello", "end_turn");
        }
    }

    /** https://github.com/BerriAI/litellm/issues/18229: nobody is asked to go on where it ended. */
    @ParameterizedTest
    @ValueSource(strings = {"closed", "reset", "without a reason", "half a call"})
    void aStreamThatIsCutNeverLooksWhole(String how) throws IOException {
        provider.on(how, turn -> {
            turn.stream();
            turn.chunk(text("The answ"));
            if (how.equals("half a call")) {
                turn.chunk(chunk("\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
                                + "{\"name\":\"Read\",\"arguments\":\"{\\\"a\\\":\"}}]}")
                        + END);
            }
            if (how.equals("closed")) {
                turn.close();
            } else if (how.equals("reset")) {
                turn.reset();
            } else {
                turn.chunk("data: [DONE]\n\n");
                turn.end();
            }
        });

        try (Reply reply = client.post(ask(how, true))) {
            assertThat(reply.text())
                    .contains("The answ", "event: error\ndata: {\"type\":\"error\"")
                    .endsWith("}\n\n")
                    .doesNotContain("message_stop", "message_delta");
        }
        assertThat(provider.received(how)).hasSize(1);
    }

    /** Once it has said why it ends, nothing is missing but what it has cost. */
    @Test
    void aStreamThatIsResetAfterItsReasonIsWhole() throws IOException {
        provider.on("reset-late", turn -> {
            turn.stream();
            turn.chunk(text("The answer") + chunk("\"delta\":{},\"finish_reason\":\"stop\""));
            turn.reset();
        });

        try (Reply reply = client.post(ask("reset-late", true))) {
            assertThat(reply.text())
                    .contains("The answer", "\"stop_reason\":\"end_turn\"", "message_stop")
                    .doesNotContain("event: error");
        }
        assertThat(provider.received("reset-late")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"message\":\"tools.0 is wrong\"}} | 400 | invalid_request_error | tools.0 is wrong | ''",
                "400 | {\"error\":{\"message\":\"image_url is only supported by certain models\"}} | 400 | invalid_request_error |"
                        + " capability_rejected: image_block | ''",
                "429 | {\"error\":{\"message\":\"Rate limit reached\"}} | 429 | rate_limit_error | Rate limit reached | ''",
                "503 | <html>busy</html> | 529 | overloaded_error | The provider responded with status 503 | ''",
                "401 | {\"error\":{\"message\":\"Incorrect API key provided\"}} | 502 | api_error | provider o | key_rejected",
                "200 | {\"choices\":[{\"index\": | 502 | api_error | provider o | invalid_response",
                "200 | {\"models\":[]} | 502 | api_error | sent no choices | invalid_response",
                // https://openrouter.ai/docs/errors
                "200 | {\"error\":{\"code\":429,\"message\":\"Rate limit exceeded\"},\"user_id\":\"u\"} | 429 | rate_limit_error |"
                        + " Rate limit exceeded | ''",
                "200 | {\"error\":{\"code\":401,\"message\":\"No auth credentials found\"}} | 502 | api_error | provider o | key_rejected",
            })
    void errorsAreThoseOfTheMessagesApi(int status, String body, int told, String type, String message, String code)
            throws IOException {
        for (boolean streamed : new boolean[] {false, true}) {
            String model = "error-" + status + body.length() + streamed;
            provider.on(model, turn -> turn.json(status, body, "retry-after: 7"));

            try (Reply reply = client.post(ask(model, streamed))) {
                assertThat(reply.status()).as(reply.text()).isEqualTo(told);
                JsonObject error = reply.json();
                assertThat(error.getJsonObject("error").getString("type")).isEqualTo(type);
                assertThat(error.getJsonObject("error").getString("message")).contains(message);
                assertThat(error.getString("request_id")).isEqualTo(reply.header("request-id"));
                assertThat(reply.header("x-ccproxy-error")).isEqualTo(code);
                if (status == 429) {
                    assertThat(reply.header("retry-after")).isEqualTo("7");
                }
            }
            assertThat(provider.received(model)).hasSize(1);
        }
    }

    /** https://github.com/coder/aibridge/issues/56: the client saw an empty response. */
    @Test
    void anErrorInPlaceOfAStreamIsAnErrorWithItsStatusAndALaterOneIsAnEvent() throws IOException {
        String error = "data: {\"error\":{\"message\":\"The server is busy\",\"code\":503}}\n\n";
        provider.on("first-error", turn -> {
            turn.stream();
            turn.chunk(": waiting\n\n" + error);
            turn.end();
        });
        Moment begun = new Moment();
        provider.on("later-error", turn -> {
            turn.stream();
            turn.chunk(text("a"));
            begun.await();
            turn.chunk(text("b") + error);
            turn.end();
        });

        try (Reply reply = client.post(ask("first-error", true))) {
            assertThat(reply.status()).isEqualTo(529);
            assertThat(reply.errorType()).isEqualTo("overloaded_error");
        }
        try (Reply reply = client.post(ask("later-error", true))) {
            assertThat(reply.status()).isEqualTo(200);
            reply.readUntil("\"a\"");
            begun.comes();
            assertThat(reply.text()).contains("\"b\"", "event: error\n", "overloaded_error", "The server is busy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"o,m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]} | max_tokens:",
                "{\"model\":\"o,m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"x\"}]}]} | messages.0.content.0:",
                "{\"model\":\"o,m\", | must be one JSON object",
            })
    void whatCannotBeSaidIsA400ThatSaysWhere(String body, String message) throws IOException {
        try (Reply reply = client.post(body)) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.errorType()).isEqualTo("invalid_request_error");
            assertThat(reply.text()).contains(message);
        }
    }

    /** A call whose input never ends keeps everything after it waiting. */
    @Test
    void whatWaitsInAStreamIsBounded() throws IOException {
        String input = "x".repeat(64 * 1024);
        provider.on("endless", turn -> {
            turn.stream();
            turn.chunk(
                    chunk(
                            "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"T\",\"arguments\":\"{\"}}]}"));
            for (int i = 0; i < 300; i++) {
                turn.chunk(chunk(
                        "\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"d\",\"function\":{\"name\":\"T\",\"arguments\":\""
                                + input + "\"}}]}"));
            }
            turn.end();
        });

        try (Reply reply = client.post(ask("endless", true))) {
            assertThat(reply.text())
                    .contains("event: error\n")
                    .containsAnyOf("has more than 33554432 bytes", "no memory left");
        }
        try (Reply reply = client.post(ask("endless", false))) {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.header("x-ccproxy-error")).isEqualTo("response_too_large");
        }
    }

    /** What a model of another API thought has a signature that Anthropic would refuse the whole request for. */
    @Test
    void thinkingThatIsSignedHereDoesNotGoToAnthropic() throws IOException {
        provider.on("thinks", turn -> {
            turn.stream();
            turn.chunk(chunk("\"delta\":{\"reasoning_content\":\"Hm.\"}") + text("Yes") + END);
            turn.end();
        });
        provider.on("claude", turn -> turn.json(200, "{\"type\":\"message\"}"));
        JsonObject said;
        try (Reply reply = client.post(ask("thinks", true))) {
            said = EventRules.message(reply.body());
        }
        assertThat(said.getJsonArray("content").getJsonObject(0).getString("type"))
                .isEqualTo("thinking");
        String theirs = "{\"type\": \"thinking\", \"thinking\": \"\", \"signature\": \"EqQ=\"}";

        try (Reply reply = client.post("{\"max_tokens\": 1e1, \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"},"
                + "{\"role\": \"assistant\", \"content\": "
                + said.getJsonArray("content") + "}, {\"role\": \"assistant\", \"content\": [" + theirs
                + "]}], \"model\": \"a,claude\"}")) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.header("x-ccproxy-loss")).isEqualTo("thinking");
        }
        assertThat(new String(provider.last("claude").body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"max_tokens\":1e1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Yes\"}]},"
                        + "{\"role\":\"assistant\",\"content\":["
                        + theirs.replace(": ", ":").replace(", ", ",")
                        + "]}],\"model\":\"claude\"}");
    }

    /** The provider goes on for as long as it is connected. */
    @Test
    void aStopSequenceThatIsFoundHereEndsGeminisStream() throws Exception {
        Moment gone = new Moment();
        provider.on("", turn -> {
            if (turn.request().requestLine().startsWith("GET ")) {
                turn.json(200, "{\"models\":[]}");
                return;
            }
            turn.stream();
            turn.chunk("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"one STOP\"}]}}],\"usageMetadata\":"
                    + "{\"promptTokenCount\":10,\"candidatesTokenCount\":4}}\r\n\r\n");
            Duration unused = turn.awaitGone();
            gone.comes();
        });

        try (Reply reply = client.post(ask("x", true)
                .replace("o,x", "g,gemini-flash")
                .replace(
                        "{\"max_tokens\"",
                        "{\"stop_sequences\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"STOP\"],\"max_tokens\""))) {
            JsonObject message = EventRules.message(reply.body());
            assertThat(message.getString("stop_sequence")).isEqualTo("STOP");
            assertThat(message.getJsonObject("usage").getInt("output_tokens")).isEqualTo(4);
        }
        gone.await();
    }

    @Test
    void geminisApiHasTheModelInItsUrlAndItsOwnHeaderForTheKey() throws IOException {
        provider.on("", turn -> {
            if (turn.request().requestLine().startsWith("GET ")) {
                turn.json(200, "{\"models\":[]}");
            } else {
                turn.stream();
                turn.chunk("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]}}]}\r\n\r\n");
                turn.chunk("data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"Read\","
                        + "\"args\":{\"a\":1.10}}}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":"
                        + "{\"promptTokenCount\":10,\"candidatesTokenCount\":4}}\r\n\r\n");
                turn.end();
            }
        });

        try (Reply reply = client.post(ask("x", true).replace("o,x", "g,gemini-2.5-pro"))) {
            assertThat(reply.status()).isEqualTo(200);
            JsonObject message = EventRules.message(reply.body());
            assertThat(message.getString("stop_reason")).isEqualTo("tool_use");
            assertThat(message.getJsonArray("content").getJsonObject(1).getJsonObject("input"))
                    .hasToString("{\"a\":1.10}");
        }
        Received sent = provider.received("").stream()
                .filter(each -> each.requestLine().contains("/gemini-2.5-pro:"))
                .findFirst()
                .orElseThrow();
        assertThat(sent.requestLine())
                .isEqualTo("POST /google/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse HTTP/1.1");
        assertThat(sent.headers("x-goog-api-key")).containsExactly("AIza-translation-canary");
        assertThat(sent.headers("authorization")).isEmpty();
    }
}
