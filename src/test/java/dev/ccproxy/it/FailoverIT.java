package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.DELTA;
import static dev.ccproxy.it.AnthropicReplies.MESSAGE;
import static dev.ccproxy.it.AnthropicReplies.PING;
import static dev.ccproxy.it.AnthropicReplies.START;
import static dev.ccproxy.it.AnthropicReplies.STOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Script;
import dev.ccproxy.it.ScriptedProvider.Turn;
import jakarta.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request goes on to the next target as long as the client has got nothing, and never after that. */
@Tag("slow")
@Tag("anywhere") // what is decided does not depend on the server
class FailoverIT {

    private static final String KEY = "failover-key";
    private static final String NAMES = "abcd";
    private static final ScriptedProvider[] PROVIDERS = new ScriptedProvider[NAMES.length()];
    private static final AtomicInteger MODELS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static Server server;
    private static MessagesClient client;

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "CCPROXY_API_KEY", KEY,
                "CCPROXY_PROVIDERS", "a,b,c,d,dead,keyed,locked,other",
                "CCPROXY_PROVIDER_DEAD_BASE_URL", "http://127.0.0.1:" + Ports.free(),
                "CCPROXY_PROVIDER_DEAD_FORMAT", "anthropic",
                "CCPROXY_GATEWAY_FIRST_BYTE_TIMEOUT", "20s",
                "CCPROXY_GATEWAY_FAILOVER_AFTER", "1s",
                "CCPROXY_GATEWAY_PING_AFTER", "100ms",
                "CCPROXY_CHECK_INTERVAL", "1h"));
        for (int i = 0; i < PROVIDERS.length; i++) {
            PROVIDERS[i] = new ScriptedProvider();
            String key = "CCPROXY_PROVIDER_" + Character.toUpperCase(NAMES.charAt(i));
            settings.put(key + "_BASE_URL", PROVIDERS[i].url());
            settings.put(key + "_FORMAT", "anthropic");
            settings.put(key + "_API_KEY", "sk-" + NAMES.charAt(i));
        }
        Path keys = Files.writeString(folder.resolve("keys"), "sk-1\nsk-2\n");
        Files.setLastModifiedTime(keys, FileTime.from(Instant.EPOCH));
        settings.put("CCPROXY_PROVIDER_KEYED_BASE_URL", PROVIDERS[0].url());
        settings.put("CCPROXY_PROVIDER_KEYED_FORMAT", "anthropic");
        settings.put("CCPROXY_PROVIDER_KEYED_API_KEY_FILE", keys.toString());
        settings.put("CCPROXY_ROUTES", "four,dead-first,two-keys,equal,locked-first,other-first");
        settings.put("CCPROXY_ROUTE_FOUR_TARGETS", "a,b,c,d");
        settings.put("CCPROXY_ROUTE_FOUR_MODELS", "m*");
        settings.put("CCPROXY_ROUTE_FOUR_PARAMETERS_MAX_TOKENS", "77");
        settings.put("CCPROXY_ROUTE_DEAD_FIRST_MODELS", "dead*");
        settings.put("CCPROXY_ROUTE_DEAD_FIRST_TARGETS", "dead,b");
        settings.put("CCPROXY_ROUTE_TWO_KEYS_MODELS", "keyed*");
        settings.put("CCPROXY_ROUTE_TWO_KEYS_TARGETS", "keyed");
        settings.put("CCPROXY_ROUTE_EQUAL_MODELS", "equal*");
        settings.put("CCPROXY_ROUTE_EQUAL_TARGETS", "a|b|c");
        settings.put("CCPROXY_PROVIDER_LOCKED_BASE_URL", PROVIDERS[0].url());
        settings.put("CCPROXY_PROVIDER_LOCKED_FORMAT", "anthropic");
        settings.put("CCPROXY_PROVIDER_LOCKED_API_KEY", "sk-locked");
        settings.put("CCPROXY_ROUTE_LOCKED_FIRST_MODELS", "locked*");
        settings.put("CCPROXY_ROUTE_LOCKED_FIRST_TARGETS", "locked,b");
        settings.put("CCPROXY_ROUTE_LOCKED_FIRST_PARAMETERS_MAX_TOKENS", "77");
        settings.put("CCPROXY_ROUTE_LOCKED_FIRST_PARAMETERS_THINKING", "{\"type\":\"disabled\"}");
        settings.put("CCPROXY_PROVIDER_OTHER_BASE_URL", PROVIDERS[0].url() + "/api/v1");
        settings.put("CCPROXY_PROVIDER_OTHER_FORMAT", "openai");
        settings.put("CCPROXY_PROVIDER_OTHER_API_KEY", "sk-other");
        settings.put("CCPROXY_ROUTE_OTHER_FIRST_MODELS", "other*");
        settings.put("CCPROXY_ROUTE_OTHER_FIRST_TARGETS", "other,b");
        server = Server.start(settings);
        client = new MessagesClient(server.client(), KEY);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        for (ScriptedProvider provider : PROVIDERS) {
            provider.close();
        }
    }

    /** A model that nothing rests of. */
    private static String model(String prefix) {
        return prefix + MODELS.incrementAndGet();
    }

    private static String ask(String model, boolean streamed) {
        return "{\"model\":\"" + model + "\",\"stream\":" + streamed + ",\"max_tokens\":8}";
    }

    private static void play(String model, Script... scripts) {
        for (int i = 0; i < scripts.length; i++) {
            PROVIDERS[i].on(model, scripts[i]);
        }
    }

    /** How many requests each provider has got, such as {@code 1 1 0 0}. */
    private static String counts(String model) {
        return Stream.of(PROVIDERS)
                .map(provider -> String.valueOf(provider.received(model).size()))
                .collect(Collectors.joining(" "));
    }

    private static void whole(Turn turn) throws IOException {
        turn.stream();
        turn.chunk(START + DELTA + STOP);
        turn.end();
    }

    private static void error(Turn turn, int status, String type, String... headers) throws IOException {
        turn.json(
                status, "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"as it is\"}}", headers);
    }

    static List<Arguments> beforeTheFirstByte() {
        return List.of(
                Arguments.of("reset", (Script) Turn::reset),
                Arguments.of("closed", (Script) Turn::close),
                Arguments.of("black hole", (Script) Turn::awaitGone),
                Arguments.of("529", (Script) turn -> error(turn, 529, "overloaded_error")),
                Arguments.of("500", (Script) turn -> error(turn, 500, "api_error")),
                Arguments.of("429", (Script) turn -> error(turn, 429, "rate_limit_error", "Retry-After: 600")),
                Arguments.of("error in a 200", (Script) turn -> error(turn, 200, "overloaded_error")),
                Arguments.of("no HTTP", (Script) turn -> {
                    turn.send("SSH-2.0-OpenSSH_9.9\r\n\r\n");
                    turn.close();
                }),
                Arguments.of("redirect", (Script) turn -> turn.json(302, "", "Location: /elsewhere")),
                Arguments.of("error event", (Script) turn -> {
                    turn.stream();
                    turn.chunk(
                            PING + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                                    + "\"message\":\"busy\"}}\n\n");
                    turn.end();
                }),
                Arguments.of("pings without end", (Script) turn -> {
                    turn.stream();
                    turn.repeatUntilGone(PING);
                }),
                Arguments.of("empty stream", (Script) turn -> {
                    turn.stream();
                    turn.end();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beforeTheFirstByte")
    void beforeTheFirstByteTheNextTargetIsAsked(String name, Script failing) throws IOException {
        String model = model("m-before-");
        play(model, failing, FailoverIT::whole);

        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo(START + DELTA + STOP);
            assertThat(reply.header("x-ccproxy-route")).isEqualTo("four");
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
            assertThat(reply.header("x-ccproxy-model")).isEqualTo(model);
        }
        assertThat(counts(model)).isEqualTo("1 1 0 0");
        assertThat(PROVIDERS[1].last(model).body())
                .isEqualTo(PROVIDERS[0].last(model).body());
        assertThat(PROVIDERS[1].last(model).headers("x-api-key")).containsExactly("sk-b");

        // The first one rests.
        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.text()).isEqualTo(START + DELTA + STOP);
        }
        assertThat(counts(model)).isEqualTo("1 2 0 0");
    }

    @Test
    void whatCannotBeReachedCountsForEveryModel() throws IOException {
        for (String model : List.of(model("dead-"), model("dead-"))) {
            PROVIDERS[1].on(model, turn -> turn.json(200, MESSAGE));
            try (Reply reply = client.post(ask(model, false))) {
                assertThat(reply.text()).isEqualTo(MESSAGE);
                assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m\\r\\nx-forged: yes", "m\\u00e4", "long", " m"})
    void aNameThatNoModelHasIsNotInAHeader(String name) throws IOException {
        String asked = name.equals("long") ? "m" + "x".repeat(100_000) : name;
        try (Reply reply = client.post("{\"model\":\"a/" + asked + "\"}")) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-ccproxy-model")).isEqualTo("other");
            assertThat(reply.headers()).doesNotContainKey("x-forged");
        }
    }

    @Test
    void aRequestThatAnotherTargetHasServedHasNotFailed() throws IOException {
        String model = model("m-served-");
        play(model, turn -> error(turn, 529, "overloaded_error"), FailoverIT::whole);
        String failed = model("m-failed-");
        Script overloaded = turn -> error(turn, 529, "overloaded_error");
        play(failed, overloaded, overloaded, overloaded, overloaded);
        for (String each : List.of(model, failed)) {
            try (Reply reply = client.post(ask(each, true))) {
                assertThat(reply.status()).isEqualTo(each.equals(model) ? 200 : 529);
            }
        }
        List<String> failures = server
                .client()
                .get("/status/traffic", "x-api-key: " + KEY)
                .json()
                .getJsonArray("last_failures")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(failure -> failure.getString("model"))
                .toList();
        assertThat(failures).doesNotContain(model).containsOnlyOnce(failed);
    }

    @Test
    void whatRestsIsToldAtItsProvider() throws IOException {
        String model = model("m-told-");
        play(model, turn -> error(turn, 429, "rate_limit_error", "Retry-After: 600"), FailoverIT::whole);
        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(200);
        }

        JsonObject traffic = traffic("a");
        JsonObject rest = rest(traffic, model);
        assertThat(rest.getString("failure")).isEqualTo("rate_limited");
        assertThat(rest.getInt("consecutive_failures")).isEqualTo(1);
        assertThat(rest.getString("key")).hasSize(8);
        assertThat(rest.getString("operation")).isEqualTo("messages");
        assertThat(rest.getJsonNumber("rests_for_seconds").doubleValue()).isBetween(500.0, 600.0);
        assertThat(traffic.getJsonObject("failures").getInt("rate_limited")).isPositive();
        assertThat(traffic.getInt("attempts")).isPositive();
    }

    @Test
    void whatMayHaveBeenReceivedIsSentOnceMoreOnly() throws IOException {
        String model = model("m-once-");
        play(model, Turn::reset, Turn::reset, FailoverIT::whole);

        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.header("x-ccproxy-error")).isEqualTo("cut_short");
        }
        assertThat(counts(model)).isEqualTo("1 1 0 0");
    }

    private static JsonObject traffic(String provider) {
        return server.client()
                .get("/status/providers/" + provider, "x-api-key: " + KEY)
                .json()
                .getJsonObject("traffic");
    }

    private static JsonObject rest(JsonObject traffic, String model) {
        return traffic.getJsonArray("rests").getValuesAs(JsonObject.class).stream()
                .filter(each -> model.equals(each.getString("model", null)))
                .findFirst()
                .orElseThrow();
    }

    private static double secondsOfRest(String provider, String model) {
        return rest(traffic(provider), model).getJsonNumber("rests_for_seconds").doubleValue();
    }

    @Test
    void whatRestedWhenARequestBeganMayGetItLater() throws IOException {
        String model = model("m-later-");
        AtomicInteger asked = new AtomicInteger();
        Script overloaded = turn -> error(turn, 529, "overloaded_error", "Retry-After: 60");
        play(
                model,
                turn -> {
                    if (asked.incrementAndGet() == 1) {
                        error(turn, 529, "overloaded_error", "Retry-After: 6");
                    } else {
                        turn.json(200, MESSAGE);
                    }
                },
                turn -> {
                    if (asked.get() == 1 && PROVIDERS[1].received(model).size() > 1) {
                        await().until(() -> secondsOfRest("a", model) == 0);
                        turn.reset();
                    } else {
                        turn.json(200, MESSAGE);
                    }
                },
                overloaded,
                overloaded);
        for (String only : List.of("c", "d")) {
            try (Reply reply = client.post(ask(only + "/" + model, true))) {
                assertThat(reply.status()).isEqualTo(529);
            }
        }
        try (Reply reply = client.post(ask(model, false))) {
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
        }

        // The first one rests for six seconds, longer than is waited for, in which nobody else is left, and is well
        // then. No stream: pings would begin it.
        try (Reply reply = client.post(ask(model, false))) {
            assertThat(reply.text()).isEqualTo(MESSAGE);
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("a");
        }
        assertThat(counts(model)).isEqualTo("2 2 1 1");
    }

    @Test
    void anErrorSaysWhichTargetItIsOf() throws IOException {
        String model = model("m-error-of-");
        Script failing = turn -> error(turn, 500, "api_error");
        play(model, failing, turn -> error(turn, 429, "rate_limit_error", "Retry-After: 600"), failing, failing);

        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
        }
        assertThat(counts(model)).isEqualTo("1 1 1 1");
    }

    @Test
    void aRefusalThatIsAboutOurKeyIsNotTheClients() throws IOException {
        String model = model("locked-");
        play(
                model,
                turn -> turn.json(
                        403,
                        "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":"
                                + "\"Your API key does not have permission to use the specified resource.\"}}"),
                FailoverIT::whole);
        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.text()).isEqualTo(START + DELTA + STOP);
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
        }
        assertThat(counts(model)).isEqualTo("1 1 0 0");
        try (Reply reply = client.post(ask("locked/" + model, true))) {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.header("x-ccproxy-error")).isEqualTo("key_rejected");
        }

        // Its key rests. Of a route's defaults, count_tokens takes some only.
        PROVIDERS[1].on(model, turn -> turn.json(200, "{\"input_tokens\":7}"));
        try (Reply reply = new MessagesClient(server.client(), "/v1/messages/count_tokens", KEY)
                .post("{\"model\":\"" + model + "\"}")) {
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(new String(PROVIDERS[1].last(model).body(), UTF_8))
                .doesNotContain("max_tokens")
                .contains("\"thinking\":{\"type\":\"disabled\"}");
    }

    @Test
    void countingTokensHasRestsOfItsOwn() throws IOException {
        String model = model("m-counted-");
        Script script = turn -> {
            if (turn.request().requestLine().contains("count_tokens")) {
                error(turn, 429, "rate_limit_error", "Retry-After: 600");
            } else {
                whole(turn);
            }
        };
        play(model, script, turn -> turn.json(200, "{\"input_tokens\":7}"));
        MessagesClient counting = new MessagesClient(server.client(), "/v1/messages/count_tokens", KEY);
        for (String expected : List.of("1 1 0 0", "1 2 0 0")) {
            try (Reply reply = counting.post(ask(model, false))) {
                assertThat(reply.text()).isEqualTo("{\"input_tokens\":7}");
            }
            assertThat(counts(model)).isEqualTo(expected);
        }
        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.text()).isEqualTo(START + DELTA + STOP);
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("a");
        }
        // What a message has succeeded with says nothing of the limit for counting.
        try (Reply reply = counting.post(ask(model, false))) {
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
        }
        assertThat(counts(model)).isEqualTo("2 3 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an error event", "the end of the connection"})
    void aResponseThatHasBegunHasOneEndWhateverFailedBefore(String end) throws IOException {
        String model = model("m-one-end-");
        String busy = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"in the middle\"}}\n\n";
        play(model, turn -> error(turn, 529, "overloaded_error"), turn -> {
            turn.stream();
            turn.chunk(START + DELTA);
            if (end.equals("an error event")) {
                turn.chunk(busy);
                turn.end();
            } else {
                turn.close();
            }
        });

        try (Reply reply = client.post(ask(model, true))) {
            String text = reply.text();
            assertThat(text).startsWith(START + DELTA).doesNotContain("as it is");
            assertThat(text.lines().filter(line -> line.equals("event: error"))).hasSize(1);
        }
        assertThat(counts(model)).isEqualTo("1 1 0 0");
    }

    @Test
    void whatIsRefusedGoesToTheClientAsItIs() throws IOException {
        String model = model("m-refused-");
        play(model, turn -> error(turn, 529, "overloaded_error"), turn -> error(turn, 400, "invalid_request_error"));

        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("as it is");
        }
        assertThat(counts(model)).isEqualTo("1 1 0 0");
        // It says nothing of the provider.
        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(400);
        }
        assertThat(counts(model)).isEqualTo("1 2 0 0");
    }

    /** The other target takes it, and may be well again in a moment. */
    @Test
    void whatOneTargetCannotBeSentIsNotRefusedWhileAnotherIsBusy() throws IOException {
        String model = model("other-");
        play(
                model,
                turn -> error(turn, 500, "api_error"),
                turn -> error(turn, 429, "rate_limit_error", "Retry-After: 44"));

        String asked = ask(model, true)
                .replace(
                        "}",
                        ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":"
                                + "{\"type\":\"file\",\"file_id\":\"f\"}}]}]}");
        try (Reply reply = client.post(asked)) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("retry-after")).isEqualTo("44");
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("b");
        }
        assertThat(counts(model)).isEqualTo("0 1 0 0");
    }

    @Test
    void ofSeveralFailuresTheClientGetsTheMostUseful() throws IOException {
        String model = model("m-useful-");
        play(
                model,
                turn -> error(turn, 503, "api_error"),
                turn -> error(turn, 429, "rate_limit_error", "Retry-After: 44"),
                turn -> error(turn, 529, "overloaded_error"),
                Turn::reset);

        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("retry-after")).isEqualTo("44");
            assertThat(reply.text()).contains("as it is");
        }
        assertThat(counts(model)).isEqualTo("1 1 1 1");
    }

    @Test
    void aShortPauseIsWaitedFor() throws IOException {
        String model = model("m-pause-");
        AtomicInteger asked = new AtomicInteger();
        play(
                model,
                turn -> {
                    if (asked.incrementAndGet() == 1) {
                        error(turn, 429, "rate_limit_error", "Retry-After: 1");
                    } else {
                        whole(turn);
                    }
                },
                FailoverIT::whole);

        long began = System.nanoTime();
        try (Reply reply = client.post(ask(model, true))) {
            assertThat(reply.text()).isEqualTo(START + DELTA + STOP);
            assertThat(reply.header("x-ccproxy-provider")).isEqualTo("a");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(counts(model)).isEqualTo("2 0 0 0");
    }

    @Test
    void aKeyThatIsAtItsLimitLeavesTheOtherOneAlone() throws IOException {
        String model = model("keyed-");
        PROVIDERS[0].on(model, turn -> {
            if (turn.request().headers("x-api-key").contains("sk-1")) {
                error(turn, 429, "rate_limit_error", "Retry-After: 600");
            } else {
                turn.json(200, MESSAGE);
            }
        });

        for (int i = 0; i < 20; i++) {
            try (Reply reply = client.post(ask(model, false), "x-claude-code-session-id: session-" + i)) {
                assertThat(reply.text()).isEqualTo(MESSAGE);
            }
        }
        List<String> keys = PROVIDERS[0].received(model).stream()
                .map(request -> request.headers("x-api-key").get(0))
                .toList();
        assertThat(keys).hasSize(21).containsOnlyOnce("sk-1");
    }

    @Test
    void aConversationStaysWhereItIs() throws IOException {
        String model = model("equal-");
        for (ScriptedProvider provider : PROVIDERS) {
            provider.on(model, turn -> turn.json(200, MESSAGE));
        }
        Map<String, String> chosen = new HashMap<>();
        for (int turn = 0; turn < 3; turn++) {
            for (int session = 0; session < 30; session++) {
                String id = "session-" + session;
                try (Reply reply = client.post(ask(model, false), "x-claude-code-session-id: " + id)) {
                    String provider = reply.header("x-ccproxy-provider");
                    assertThat(chosen.getOrDefault(id, provider)).isEqualTo(provider);
                    chosen.put(id, provider);
                }
            }
        }
        assertThat(chosen.values()).contains("a", "b", "c");
    }

    @Test
    void parametersAreForThoseWhoSetNone() throws IOException {
        String model = model("m-parameters-");
        play(model, turn -> turn.json(200, MESSAGE));
        for (String body : List.of(ask(model, false), " {\"model\":\"" + model + "\"}")) {
            try (Reply reply = client.post(body)) {
                assertThat(reply.status()).isEqualTo(200);
            }
        }
        assertThat(PROVIDERS[0].received(model))
                .extracting(request -> new String(request.body(), UTF_8))
                .containsExactly(ask(model, false), " {\"max_tokens\":77,\"model\":\"" + model + "\"}");
    }

    /**
     * Each of four targets fails before the first byte or does not, and after it or does not: 256 placements. The client gets
     * what the first target sends that does not fail before, and nothing of another one.
     */
    @Test
    void ofAllPlacementsOfFailuresNoneHasTwoResponses() throws Exception {
        for (int placement = 0; placement < 256; placement++) {
            String model = model("m-placed-");
            int serving = -1;
            for (int i = 0; i < PROVIDERS.length; i++) {
                boolean before = (placement >> i & 1) == 1;
                boolean after = (placement >> (i + PROVIDERS.length) & 1) == 1;
                String mark = DELTA.replace("äöü", "from " + i);
                serving = serving < 0 && !before ? i : serving;
                PROVIDERS[i].on(model, turn -> {
                    if (before) {
                        error(turn, 529, "overloaded_error");
                        return;
                    }
                    turn.stream();
                    turn.chunk(START + mark);
                    if (after) {
                        turn.close();
                    } else {
                        turn.chunk(STOP);
                        turn.end();
                    }
                });
            }
            String where = "placement " + placement;
            try (Reply reply = client.post(ask(model, true))) {
                String text = reply.text();
                if (serving < 0) {
                    assertThat(reply.status()).as(where).isEqualTo(529);
                    assertThat(counts(model)).as(where).isEqualTo("1 1 1 1");
                    continue;
                }
                boolean cut = (placement >> (serving + PROVIDERS.length) & 1) == 1;
                assertThat(reply.status()).as(where).isEqualTo(200);
                assertThat(text).as(where).startsWith(START + DELTA.replace("äöü", "from " + serving));
                assertThat(text.lines().filter(line -> line.contains("from ")))
                        .as(where)
                        .hasSize(1);
                assertThat(text.contains("message_stop")).as(where).isEqualTo(!cut);
                assertThat(text.contains("event: error")).as(where).isEqualTo(cut);
                assertThat(counts(model))
                        .as(where)
                        .isEqualTo(List.of("1 0 0 0", "1 1 0 0", "1 1 1 0", "1 1 1 1")
                                .get(serving));
            } catch (EOFException e) {
                throw new AssertionError(where, e);
            }
        }
    }
}
