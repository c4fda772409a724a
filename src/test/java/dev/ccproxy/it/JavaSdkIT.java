package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import dev.ccproxy.it.ScriptedProvider.Moment;
import dev.ccproxy.it.ScriptedProvider.Received;
import dev.ccproxy.it.ScriptedProvider.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the official Java SDK makes of the gateway. */
@Tag("slow")
@Tag("anywhere") // the SDK does not know which server it is
class JavaSdkIT {

    private static final String KEY = "sdk-key";
    private static final String PROVIDER_KEY = "sk-sdk-canary";

    private static final String MESSAGE = """
            {"id":"msg_01","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Grüße, 漢字 🙂"}],
             "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":7,
             "cache_read_input_tokens":2000,"output_tokens":34,"service_tier":"standard"}}""";

    private static final String START = event(
            "message_start",
            "\"message\":{\"id\":\"msg_02\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":[],"
                    + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":21,"
                    + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":900,\"output_tokens\":1}}");
    private static final String TEXT = event(
                    "content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
            + event("ping", "")
            + event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"I look \"}")
            + event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"at Grüße 🙂.\"}");
    private static final String TEXT_END = event("content_block_stop", "\"index\":0");
    private static final String TOOL = event(
            "content_block_start",
            "\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_01\",\"name\":\"read\",\"input\":{}}");
    private static final List<String> INPUT = List.of(
            "",
            "{\\\"path\\\": \\\"/tmp/",
            "a \\\\\\\"b\\\\\\\" ü\\\", \\\"lines\\\": [1, ",
            "2], \\\"deep\\\": {\\\"x\\\": null}}");
    private static final String END = event("content_block_stop", "\"index\":1")
            + event(
                    "message_delta",
                    "\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":89}")
            + event("message_stop", "");

    private static ScriptedProvider provider;
    private static Server server;
    private static final List<AnthropicClient> CLIENTS = new ArrayList<>();

    @BeforeAll
    static void start() {
        provider = new ScriptedProvider();
        server = Server.start(Map.of(
                "CCPROXY_API_KEY",
                KEY,
                "CCPROXY_AUTH_LOCALHOST",
                "false",
                "CCPROXY_PROVIDERS",
                "a",
                "CCPROXY_PROVIDER_A_BASE_URL",
                provider.url(),
                "CCPROXY_PROVIDER_A_FORMAT",
                "anthropic",
                "CCPROXY_PROVIDER_A_API_KEY",
                PROVIDER_KEY,
                "CCPROXY_GATEWAY_PING_AFTER",
                "1s",
                "CCPROXY_CHECK_INTERVAL",
                "1h"));
    }

    @AfterAll
    static void stop() {
        CLIENTS.forEach(AnthropicClient::close);
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    /** An event as the API sends it; the rest of the data begins after its type. */
    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (rest.isEmpty() ? "" : ",") + rest + "}\n\n";
    }

    private static String input(String piece) {
        return event(
                "content_block_delta",
                "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + piece + "\"}");
    }

    private static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_01\"}";
    }

    private static AnthropicClient client(String key, int retries) {
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .baseUrl("http://" + server.client().authority())
                .apiKey(key)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(60))
                .build();
        CLIENTS.add(client);
        return client;
    }

    private static MessageCreateParams ask(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(1000)
                .addUserMessage("Grüße")
                .build();
    }

    /** Reads a whole stream; what the SDK makes of it. */
    private static Message streamed(String model) {
        MessageAccumulator message = MessageAccumulator.create();
        read(model, message);
        return message.message();
    }

    private static void read(String model, MessageAccumulator message) {
        try (StreamResponse<RawMessageStreamEvent> response =
                client(KEY, 0).messages().createStreaming(ask(model))) {
            response.stream().forEach(message::accumulate);
        }
    }

    private static void passes(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    @Test
    void aMessage() {
        provider.on("message", turn -> turn.json(200, MESSAGE, "request-id: req_02"));

        Message message = client(KEY, 0).messages().create(ask("message")).validate();

        assertThat(message.id()).isEqualTo("msg_01");
        assertThat(message.content()).hasSize(1);
        assertThat(message.content().get(0).asText().text()).isEqualTo("Grüße, 漢字 🙂");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(12);
        assertThat(message.usage().outputTokens()).isEqualTo(34);
        assertThat(message.usage().cacheCreationInputTokens()).contains(7L);
        assertThat(message.usage().cacheReadInputTokens()).contains(2000L);
        Received sent = provider.last("message");
        assertThat(sent.requestLine()).isEqualTo("POST /v1/messages HTTP/1.1");
        assertThat(sent.headers("x-api-key")).containsExactly(PROVIDER_KEY);
        assertThat(sent.headers("anthropic-version")).containsExactly("2026-10-21");
        assertThat(sent.headers("user-agent")).singleElement().asString().contains("Java");
        assertThat(sent.headers("x-stainless-lang")).containsExactly("java");
        assertThat(sent.head()).doesNotContain(KEY);
    }

    @Test
    void aBearersMessage() {
        provider.on("bearer", turn -> turn.json(200, MESSAGE));
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .baseUrl("http://" + server.client().authority())
                .authToken(KEY)
                .maxRetries(0)
                .build();
        CLIENTS.add(client);

        assertThat(client.messages().create(ask("bearer")).usage().outputTokens())
                .isEqualTo(34);
        assertThat(provider.last("bearer").headers("x-api-key")).containsExactly(PROVIDER_KEY);
        assertThat(provider.last("bearer").head()).doesNotContain(KEY);
    }

    @Test
    void aStreamedMessageWithATool() {
        provider.on("stream", turn -> {
            turn.stream("request-id: req_03");
            turn.chunk(START + TEXT);
            // Long enough for a ping of the gateway's own between two events.
            passes(Duration.ofMillis(1500));
            turn.chunk(TEXT_END + TOOL);
            for (String piece : INPUT) {
                turn.chunk(input(piece));
            }
            turn.chunk(END);
            turn.end();
        });

        Message message = streamed("stream").validate();

        assertThat(message.id()).isEqualTo("msg_02");
        assertThat(message.content()).hasSize(2);
        assertThat(message.content().get(0).asText().text()).isEqualTo("I look at Grüße 🙂.");
        ContentBlock tool = message.content().get(1);
        assertThat(tool.asToolUse().id()).isEqualTo("toolu_01");
        assertThat(tool.asToolUse().name()).isEqualTo("read");
        Map<?, ?> input = tool.asToolUse()._input().convert(Map.class);
        assertThat(input.get("path")).isEqualTo("/tmp/a \"b\" ü");
        assertThat(input.get("lines")).isEqualTo(List.of(1, 2));
        assertThat(input).hasSize(3);
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(message.usage().inputTokens()).isEqualTo(21);
        assertThat(message.usage().cacheReadInputTokens()).contains(900L);
        assertThat(message.usage().outputTokens()).isEqualTo(89);
    }

    @Test
    void aCountOfTokens() {
        provider.on("count", turn -> turn.json(200, "{\"input_tokens\":4711}"));

        assertThat(client(KEY, 0)
                        .messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("count")
                                .addUserMessage("Grüße")
                                .build())
                        .inputTokens())
                .isEqualTo(4711);
        assertThat(provider.last("count").requestLine()).isEqualTo("POST /v1/messages/count_tokens HTTP/1.1");
    }

    @Test
    void aProvidersErrorIsTheSdksOfItsStatus() {
        provider.on(
                "400", turn -> turn.json(400, error("invalid_request_error", "prompt is too long: 200001 > 200000")));
        provider.on("429", turn -> turn.json(429, error("rate_limit_error", "Too many tokens"), "retry-after: 9"));

        for (Ask way : new Ask[] {model -> client(KEY, 0).messages().create(ask(model)), JavaSdkIT::streamed}) {
            BadRequestException bad = catchThrowableOfType(BadRequestException.class, () -> way.ask("400"));
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.apiMessage()).contains("prompt is too long: 200001 > 200000");
            assertThat(bad.type()).contains(ErrorType.INVALID_REQUEST_ERROR);
            RateLimitException limit = catchThrowableOfType(RateLimitException.class, () -> way.ask("429"));
            assertThat(limit.statusCode()).isEqualTo(429);
            assertThat(limit.apiMessage()).contains("Too many tokens");
            assertThat(limit.type()).contains(ErrorType.RATE_LIMIT_ERROR);
            assertThat(limit.headers().values("retry-after")).containsExactly("9");
        }
        assertThat(provider.received("400")).hasSize(2);
        assertThat(provider.received("429")).hasSize(2);
    }

    private interface Ask {
        Message ask(String model);
    }

    @Test
    void whatTheProviderIsTooBusyForIsAskedAgainByTheSdk() {
        provider.on("busy", turn -> {
            if (provider.received("busy").size() < 3) {
                turn.json(529, error("overloaded_error", "Overloaded"), "retry-after-ms: 50");
            } else {
                turn.json(200, MESSAGE);
            }
        });

        assertThat(client(KEY, 2).messages().create(ask("busy")).id()).isEqualTo("msg_01");
        assertThat(provider.received("busy")).hasSize(3);
        assertThat(provider.received("busy").get(2).headers("x-stainless-retry-count"))
                .containsExactly("2");
    }

    @Test
    void aWrongKeyIs401() {
        AnthropicClient stranger = client("wrong", 2);
        long start = System.nanoTime();

        UnauthorizedException refused = catchThrowableOfType(
                UnauthorizedException.class, () -> stranger.messages().create(ask("stranger")));
        UnauthorizedException refusedStream = catchThrowableOfType(
                UnauthorizedException.class, () -> stranger.messages().createStreaming(ask("stranger")));

        for (UnauthorizedException each : List.of(refused, refusedStream)) {
            assertThat(each.statusCode()).isEqualTo(401);
            assertThat(each.type()).contains(ErrorType.AUTHENTICATION_ERROR);
            assertThat(each.apiMessage()).contains("Invalid or missing API key");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(provider.received("stranger")).isEmpty();
    }

    @Test
    void ourKeyThatTheProviderRefusesIsNeitherA401NorAskedAgain() {
        provider.on("refused", turn -> turn.json(401, error("authentication_error", "invalid x-api-key")));

        InternalServerException refused = catchThrowableOfType(
                InternalServerException.class, () -> client(KEY, 2).messages().create(ask("refused")));

        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.type()).contains(ErrorType.API_ERROR);
        assertThat(refused.apiMessage())
                .hasValueSatisfying(
                        message -> assertThat(message).contains("provider a").doesNotContain("x-api-key"));
        assertThat(provider.received("refused")).hasSize(1);
    }

    @Test
    void aMessageThatIsCutIsAnException() {
        provider.on("cut", turn -> {
            turn.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":");
            turn.close();
        });

        InternalServerException cut = catchThrowableOfType(
                InternalServerException.class, () -> client(KEY, 0).messages().create(ask("cut")));

        assertThat(cut.statusCode()).isEqualTo(502);
        assertThat(cut.type()).contains(ErrorType.API_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "reset", "unfinished", "in-an-event", "before-message_stop"})
    void aStreamThatIsCutIsAnExceptionAndNoWholeMessage(String how) {
        Script script = turn -> {
            turn.stream();
            turn.chunk(START + TEXT + TEXT_END + TOOL + input(INPUT.get(1)));
            switch (how) {
                case "closed" -> turn.close();
                case "reset" -> turn.reset();
                case "unfinished" -> turn.end();
                case "in-an-event" -> {
                    turn.chunk(input(INPUT.get(2)).substring(0, 50));
                    turn.close();
                }
                default -> {
                    turn.chunk(END.substring(0, END.indexOf("event: message_stop")));
                    turn.end();
                }
            }
        };
        provider.on(how, script);
        MessageAccumulator message = MessageAccumulator.create();

        AnthropicServiceException cut = catchThrowableOfType(SseException.class, () -> read(how, message));

        assertThat(cut.type()).contains(ErrorType.API_ERROR);
        assertThat(cut.apiMessage()).hasValueSatisfying(text -> assertThat(text).contains("provider a"));
        assertThat(catchThrowable(message::message)).isNotNull();
    }

    @Test
    void anErrorOfTheProvidersInTheStreamIsTheSdksException() {
        provider.on("fails", turn -> {
            turn.stream();
            turn.chunk(START + TEXT + "event: error\ndata: " + error("overloaded_error", "Overloaded") + "\n\n");
            turn.end();
        });
        MessageAccumulator message = MessageAccumulator.create();

        SseException fails = catchThrowableOfType(SseException.class, () -> read("fails", message));

        assertThat(fails.type()).contains(ErrorType.OVERLOADED_ERROR);
        assertThat(fails.apiMessage()).contains("Overloaded");
        assertThat(catchThrowable(message::message)).isNotNull();
    }

    @Test
    void aStreamThatTheCallerClosesEndsTheProviders() throws Exception {
        CompletableFuture<Duration> gone = new CompletableFuture<>();
        Moment closing = new Moment();
        provider.on("leaves", turn -> {
            turn.stream();
            turn.chunk(START + TEXT);
            closing.await();
            gone.complete(turn.awaitGone());
        });

        try (StreamResponse<RawMessageStreamEvent> response =
                client(KEY, 0).messages().createStreaming(ask("leaves"))) {
            assertThat(response.stream().findFirst()).isPresent();
            // So that the connection has been seen once.
            passes(Duration.ofMillis(700));
            closing.comes();
        }

        assertThat(gone.get(30, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(2));
    }
}
