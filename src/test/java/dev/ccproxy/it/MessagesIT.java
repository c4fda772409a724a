package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.MESSAGE;
import static dev.ccproxy.it.AnthropicReplies.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Ports;
import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Received;
import dev.ccproxy.it.ScriptedProvider.Turn;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/messages} from outside: what reaches the provider, what comes back, and how each kind of failure ends; streams are in {@link MessageStreamIT}. */
class MessagesIT {

    private static final String KEY = "messages-key";
    private static final String PROVIDER_KEY = "sk-provider-canary";
    private static ScriptedProvider provider;
    private static Server server;
    private static MessagesClient client;

    @BeforeAll
    static void start() {
        provider = new ScriptedProvider();
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", KEY),
                Map.entry("CCPROXY_AUTH_LOCALHOST", "false"),
                Map.entry("CCPROXY_PROVIDERS", "a,dead"),
                Map.entry("CCPROXY_PROVIDER_A_BASE_URL", provider.url()),
                Map.entry("CCPROXY_PROVIDER_A_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_A_API_KEY", PROVIDER_KEY),
                Map.entry("CCPROXY_PROVIDER_A_FORWARD_HEADERS", "x-company-project"),
                Map.entry("CCPROXY_PROVIDER_DEAD_BASE_URL", "http://127.0.0.1:" + Ports.free()),
                Map.entry("CCPROXY_PROVIDER_DEAD_FORMAT", "anthropic"),
                Map.entry("CCPROXY_GATEWAY_MAX_BODY", "4MiB"),
                Map.entry("CCPROXY_GATEWAY_CONNECT_TIMEOUT", "2s"),
                Map.entry("CCPROXY_GATEWAY_FIRST_BYTE_TIMEOUT", "3s"),
                Map.entry("CCPROXY_GATEWAY_IDLE_TIMEOUT", "5s"),
                Map.entry("CCPROXY_GATEWAY_PING_AFTER", "1s"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1h"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", "3s"),
                Map.entry("CCPROXY_CHECK_SLOW_AFTER", "3s")));
        client = new MessagesClient(server.client(), KEY);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    private static String ask(String model) {
        return "{\"model\":\"a," + model + "\",\"max_tokens\":8}";
    }

    private static String askStreamed(String model) {
        return "{\"model\":\"a," + model + "\",\"stream\":true}";
    }

    private static byte[] odd(int length, String model) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        String text = "{ \"stream\" : false,\"x\":[1e400,123456789012345678901234567890,\"\\/\\u2028 \\ud800\"],"
                + "\"dup\":1,\"dup\":2,\"nested\":{\"model\":\"no\"}, \"model\" : \"" + model + "\",\"raw\":\"";
        byte[] head = text.getBytes(UTF_8);
        System.arraycopy(head, 0, body, 0, head.length);
        // Bytes that are no UTF-8.
        body[head.length] = (byte) 0xFF;
        body[head.length + 1] = (byte) 0xC0;
        body[length - 2] = '"';
        body[length - 1] = '}';
        return body;
    }

    /** https://github.com/sifxprime/krouter/pull/11: not the least of a signature changes. */
    @ParameterizedTest
    @ValueSource(ints = {400, 47_000, 1_000_000, 4 * 1024 * 1024})
    void theBodyReachesTheProviderByteForByteButForTheModelsName(int length) throws IOException {
        String model = "bytes-" + length;
        provider.on(model, turn -> turn.json(200, MESSAGE));

        try (Reply reply = client.post(odd(length, "a," + model))) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo(MESSAGE);
        }
        String expected = new String(odd(length, "a," + model), java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("\"a," + model + "\"", "\"" + model + "\"");
        assertThat(new String(provider.last(model).body(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .isEqualTo(expected);
    }

    @Test
    void aResponseComesBackByteForByte() throws IOException {
        byte[] body = odd(300_000, "x");
        provider.on("back", turn -> turn.json(200, body));

        try (Reply reply = client.post(ask("back"))) {
            assertThat(reply.body()).isEqualTo(body);
        }
    }

    @Test
    void chunkedGzipAndExpectedBodiesAreTheSameBody() throws Exception {
        provider.on("forms", turn -> turn.json(200, MESSAGE));
        byte[] body = odd(200_000, "a,forms");
        byte[] expected = odd(200_000, "a,forms");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(body);
        }

        try (Reply reply = client.post(gzip.toByteArray(), "Content-Encoding: gzip")) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }
        byte[] sentGzip = provider.last("forms").body();
        try (Reply reply = client.begin("Transfer-Encoding: chunked")) {
            for (int i = 0; i < body.length; i += 30_000) {
                int length = Math.min(30_000, body.length - i);
                reply.send((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
                reply.send(Arrays.copyOfRange(body, i, i + length));
                reply.send("\r\n".getBytes(UTF_8));
            }
            reply.send("0\r\n\r\n".getBytes(UTF_8));
            assertThat(reply.head().status()).isEqualTo(200);
        }
        byte[] sentChunked = provider.last("forms").body();
        try (Reply reply = client.begin("Expect: 100-continue", "Content-Length: " + body.length)) {
            reply.send(body);
            assertThat(reply.head().status()).isEqualTo(200);
        }
        byte[] sentExpected = provider.last("forms").body();

        String want = new String(expected, java.nio.charset.StandardCharsets.ISO_8859_1).replace("a,forms", "forms");
        for (byte[] sent : new byte[][] {sentGzip, sentChunked, sentExpected}) {
            assertThat(new String(sent, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .isEqualTo(want);
        }
    }

    /** https://github.com/ericc-ch/copilot-api/issues/217: a beta's header passes as its fields in the body do. */
    @Test
    void headersPassByFamilies() throws IOException {
        provider.on(
                "headers",
                turn -> turn.json(
                        200,
                        MESSAGE,
                        "request-id: req_upstream",
                        "anthropic-ratelimit-requests-remaining: 7",
                        "anthropic-organization-id: org-canary",
                        "Set-Cookie: a=b",
                        "Strict-Transport-Security: max-age=1",
                        "x-new-header: next-month",
                        "Cache-Control: max-age=5",
                        "Retry-After: 3"));

        try (Reply reply = client.post(
                ask("headers"),
                "anthropic-version: 2023-06-01",
                "anthropic-beta: one,two",
                "anthropic-beta: three",
                "X-Stainless-Timeout: 600",
                "x-claude-code-session-id: s-1",
                "x-app: cli",
                "User-Agent: claude-cli/2.1",
                "traceparent: 00-a-b-01",
                "x-company-project: p-1",
                "Accept-Encoding: gzip, br",
                "Cookie: secret=1",
                "Authorization: Bearer other-canary",
                "X-Forwarded-For: 10.0.0.1",
                "x-something-else: 1")) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("request-id")).isEqualTo("req_upstream");
            assertThat(reply.header("x-ccproxy-request-id")).isNotEmpty();
            assertThat(reply.header("x-new-header")).isEqualTo("next-month");
            assertThat(reply.header("cache-control")).isEqualTo("max-age=5");
            assertThat(reply.header("retry-after")).isEqualTo("3");
            assertThat(reply.headers())
                    .doesNotContainKeys(
                            "anthropic-ratelimit-requests-remaining",
                            "anthropic-organization-id",
                            "set-cookie",
                            "strict-transport-security",
                            "x-ccproxy-error");
        }
        assertThat(server.client()
                        .get("/status?format=prometheus", "x-api-key: " + KEY)
                        .body())
                .containsPattern(
                        "ccproxy_provider_quota_remaining\\{key=\"[0-9a-f]{8}\",provider=\"a\",quota=\"requests\"} 7")
                .containsPattern(
                        "ccproxy_gateway_attempts_total\\{model=\"headers\",provider=\"a\",result=\"ok\",team=\"\"} 1")
                .containsPattern("ccproxy_gateway_tokens_total\\{model=\"headers\",provider=\"a\",type=\"output\"} 5")
                .containsPattern("ccproxy_gateway_first_byte_seconds_count\\{model=\"headers\",provider=\"a\"} 1")
                .containsPattern("ccproxy_gateway_sent_bytes_total\\{provider=\"a\"} [1-9]");
        Received sent = provider.last("headers");
        assertThat(sent.headers("x-api-key")).containsExactly(PROVIDER_KEY);
        assertThat(sent.headers("anthropic-beta")).containsExactly("one,two", "three");
        assertThat(sent.headers("x-stainless-timeout")).containsExactly("600");
        assertThat(sent.headers("x-claude-code-session-id")).containsExactly("s-1");
        assertThat(sent.headers("x-app")).containsExactly("cli");
        assertThat(sent.headers("user-agent")).containsExactly("claude-cli/2.1");
        assertThat(sent.headers("traceparent")).containsExactly("00-a-b-01");
        assertThat(sent.headers("x-company-project")).containsExactly("p-1");
        assertThat(sent.headers("accept-encoding")).containsExactly("identity");
        assertThat(sent.headers("content-type")).containsExactly("application/json");
        assertThat(sent.head())
                .doesNotContainIgnoringCase("canary\r\ncookie")
                .doesNotContain("other-canary", "10.0.0.1", "x-something-else", KEY)
                .doesNotContainIgnoringCase("cookie:");
    }

    @Test
    void theQueryPassesAndCountTokensHasItsOwnUrl() throws IOException {
        provider.on("query", turn -> turn.json(200, "{\"input_tokens\":12}"));
        MessagesClient counting = new MessagesClient(server.client(), "/v1/messages/count_tokens?beta=true&x=%zz", KEY);

        try (Reply reply = counting.post(ask("query"))) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.json().getInt("input_tokens")).isEqualTo(12);
        }
        assertThat(provider.last("query").requestLine()).startsWith("POST /v1/messages/count_tokens?beta=true&x=%");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 501})
    void aProviderThatDoesNotCountTokensSaysSoItself(int status) throws IOException {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"no counting\"}}";
        provider.on("uncounted", turn -> turn.json(status, error));
        MessagesClient counting = new MessagesClient(server.client(), "/v1/messages/count_tokens", KEY);

        try (Reply reply = counting.post(ask("uncounted"))) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text()).isEqualTo(error);
            assertThat(reply.header("x-ccproxy-error")).isEmpty();
        }
    }

    /** https://github.com/router-for-me/CLIProxyAPI/issues/1895: the client got packed bytes, and was not told so. */
    @Test
    void aCompressedErrorSaysThatItIsOne() throws IOException {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"no such model\"}}";
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(error.getBytes(UTF_8));
        }
        for (int status : new int[] {404, 200}) {
            provider.on("packed", turn -> turn.json(status, gzip.toByteArray(), "Content-Encoding: gzip"));

            try (Reply reply = client.post(ask("packed"))) {
                assertThat(reply.status()).isEqualTo(404);
                byte[] body = reply.body();
                if (reply.header("content-encoding").equals("gzip")) {
                    body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
                }
                assertThat(new String(body, UTF_8)).isEqualTo(error);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "403, permission_error",
        "404, not_found_error",
        "413, request_too_large",
        "429, rate_limit_error",
        "500, api_error",
        "529, overloaded_error"
    })
    void theProvidersErrorsAboutTheRequestPassUnchanged(int status, String type) throws IOException {
        String error =
                "{\"type\":\"error\", \"error\":{\"type\":\"" + type + "\",\"message\":\"prompt is too long: 5 > 3\"}}";
        provider.on("error-" + status, turn -> turn.json(status, error, "retry-after: 7", "x-should-retry: true"));

        try (Reply reply = client.post(ask("error-" + status))) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text()).isEqualTo(error);
            assertThat(reply.header("retry-after")).isEqualTo("7");
            assertThat(reply.header("x-should-retry")).isEqualTo("true");
            assertThat(reply.header("x-ccproxy-error")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}} | key_rejected",
                "403 | {\"error\":{\"message\":\"All credits of this key are used: insufficient_quota\"}} | quota_exceeded",
                "402 | {\"error\":{\"type\":\"billing_error\",\"message\":\"pay\"}} | quota_exceeded",
                "400 | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low to access the"
                        + " Anthropic API.\"}} | quota_exceeded"
            })
    void whatIsWrongWithOurKeyIsNotTheClientsFault(int status, String error, String code) throws IOException {
        String model = "key-" + status + code;
        provider.on(model, turn -> turn.json(status, error));

        try (Reply reply = client.post(ask(model))) {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.errorType()).isEqualTo("api_error");
            assertThat(reply.text()).contains("provider a").doesNotContain("x-api-key");
            assertThat(reply.header("x-should-retry")).isEqualTo("false");
            assertThat(reply.header("x-ccproxy-error")).isEqualTo(code);
        }
        assertThat(server.logs()).contains("to provider a: " + code).doesNotContain(PROVIDER_KEY);
    }

    @Test
    void whatIsNoResponseIs502Or504AndSaysWhich() throws IOException {
        provider.on("cut-json", turn -> {
            turn.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":");
            turn.close();
        });
        provider.on("half", turn -> {
            turn.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":");
            turn.close();
        });
        provider.on("html", turn -> {
            turn.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
        });
        provider.on("closes", Turn::close);
        provider.on("resets", Turn::reset);
        provider.on("no-http", turn -> {
            turn.send("220 smtp.example ESMTP\r\n\r\n");
            turn.close();
        });
        provider.on("redirect", turn -> {
            turn.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        });
        provider.on("silent", Turn::awaitGone);
        String[][] cases = {
            {"a,cut-json", "502", "cut_short"},
            {"a,half", "502", "invalid_response"},
            {"a,html", "502", "invalid_response"},
            {"a,closes", "502", "cut_short"},
            {"a,resets", "502", "cut_short"},
            {"a,no-http", "502", "invalid_response"},
            {"a,redirect", "502", "invalid_response"},
            {"a,silent", "504", "response_timeout"},
            {"dead,any", "502", "connect_failed"}
        };
        for (String[] each : cases) {
            try (Reply reply = client.post("{\"model\":\"" + each[0] + "\"}")) {
                assertThat(reply.status() + " " + reply.header("x-ccproxy-error"))
                        .as(each[0])
                        .isEqualTo(each[1] + " " + each[2]);
                JsonObject body = reply.json();
                assertThat(body.getString("type")).isEqualTo("error");
                assertThat(body.getString("request_id")).isEqualTo(reply.header("x-ccproxy-request-id"));
                assertThat(body.getJsonObject("error").getString("message"))
                        .as(each[0])
                        .contains(each[0].startsWith("dead") ? "provider dead" : "provider a")
                        .doesNotContain("Exception");
            }
            if (each[0].startsWith("a,")) {
                assertThat(provider.received(each[0].substring(2))).as(each[0]).hasSize(1);
            }
        }
    }

    /** https://github.com/BerriAI/litellm/issues/36123: also before the first byte. */
    @Test
    void aClientThatLeavesEndsTheProvidersRequestWithinASecond() throws Exception {
        for (String moment : new String[] {"before", "during"}) {
            for (boolean reset : new boolean[] {false, true}) {
                String model = "leaves-" + moment + reset;
                CompletableFuture<Duration> gone = new CompletableFuture<>();
                CompletableFuture<Boolean> begun = new CompletableFuture<>();
                provider.on(model, turn -> {
                    if (moment.equals("during")) {
                        turn.stream();
                        turn.chunk(START);
                    }
                    begun.complete(true);
                    gone.complete(turn.awaitGone());
                });
                Reply reply =
                        client.begin("Content-Length: " + askStreamed(model).length());
                reply.send(askStreamed(model).getBytes(UTF_8));
                boolean unused = begun.get(10, TimeUnit.SECONDS);
                if (moment.equals("during")) {
                    reply.head().readUntil("message_start");
                }
                long left = System.nanoTime();
                if (reset) {
                    reply.reset();
                } else {
                    reply.close();
                }
                gone.get(10, TimeUnit.SECONDS);
                assertThat(Duration.ofNanos(System.nanoTime() - left)).as(model).isLessThan(Duration.ofMillis(1500));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "HEAD", "DELETE"})
    void otherMethodsAre405(String method) {
        Response response = server.client().sendOdd(method, "/v1/messages", "", java.util.List.of("x-api-key: " + KEY));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("allow")).isEqualTo("OPTIONS, POST");
    }

    @Test
    void aStrangerIsRefusedAtOnceAndDoesNotRetry() throws IOException {
        MessagesClient stranger = new MessagesClient(server.client(), "wrong");
        for (MessagesClient each : new MessagesClient[] {stranger, new MessagesClient(server.client(), "")}) {
            try (Reply reply = each.post(ask("stranger"))) {
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.errorType()).isEqualTo("authentication_error");
                assertThat(reply.header("x-should-retry")).isEqualTo("false");
            }
        }
        assertThat(provider.received("stranger")).isEmpty();
    }

    @Test
    void badRequestsSayWhatIsWrong() throws IOException {
        String big = "{\"model\":\"a,big\",\"x\":\"" + "y".repeat(4 * 1024 * 1024) + "\"}";
        try (Reply reply = client.post(big)) {
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.errorType()).isEqualTo("request_too_large");
        }
        try (Reply reply = client.begin("Transfer-Encoding: chunked")) {
            byte[] chunk = ("10000\r\n" + "y".repeat(65536) + "\r\n").getBytes(UTF_8);
            for (int i = 0; i < 66; i++) {
                try {
                    reply.send(chunk);
                } catch (IOException e) {
                    // Refused already.
                    break;
                }
            }
            assertThat(reply.head().status()).isEqualTo(413);
        }
        try (Reply reply = client.post("{\"model\":\"a,x\",\"Model\":\"b\"}")) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("model must be there once");
        }
        try (Reply reply = client.post("{\"model\":\"nobody/x\"}")) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).contains("a, dead");
        }
        try (Reply reply = client.post("no gzip", "Content-Encoding: br")) {
            assertThat(reply.status()).isEqualTo(400);
        }
    }

    @Test
    void whatIsNoJsonIsLeftToTheProvider() throws IOException {
        provider.on(
                "", turn -> turn.json(400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"theirs\"}}"));
        try (Reply reply = client.post("{\"max_tokens\":")) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("theirs");
        }
    }

    @Test
    void aRefusedBodyIsNotTakenForTheNextRequest() throws IOException {
        try (Socket socket = server.client().open()) {
            String smuggled = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
            String request = "POST /v1/messages HTTP/1.1\r\nHost: "
                    + server.client().authority() + "\r\nContent-Length: " + smuggled.length() + "\r\n\r\n" + smuggled;
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(all).startsWith("HTTP/1.1 401").doesNotContain("HTTP/1.1 200");
        }
    }
}
