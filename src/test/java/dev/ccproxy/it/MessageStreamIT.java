package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.DELTA;
import static dev.ccproxy.it.AnthropicReplies.PING;
import static dev.ccproxy.it.AnthropicReplies.START;
import static dev.ccproxy.it.AnthropicReplies.STOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Moment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A streamed message from outside: each event at once, pings in silence, and an honest end. */
class MessageStreamIT {

    private static final String KEY = "stream-key";
    private static final Duration IDLE = Duration.ofSeconds(5);

    private static ScriptedProvider provider;
    private static Server server;
    private static MessagesClient client;

    @BeforeAll
    static void start() {
        provider = new ScriptedProvider();
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", KEY),
                Map.entry("CCPROXY_AUTH_LOCALHOST", "false"),
                Map.entry("CCPROXY_PROVIDERS", "a"),
                Map.entry("CCPROXY_PROVIDER_A_BASE_URL", provider.url()),
                Map.entry("CCPROXY_PROVIDER_A_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_A_API_KEY", "sk-stream"),
                Map.entry("CCPROXY_GATEWAY_FIRST_BYTE_TIMEOUT", "30s"),
                Map.entry("CCPROXY_GATEWAY_IDLE_TIMEOUT", IDLE.toString()),
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

    private static Reply ask(String model) throws IOException {
        return client.post("{\"model\":\"" + model + "\",\"stream\":true}");
    }

    @Test
    void eachEventGoesOnAtOnceAndTheStreamIsTheSame() throws Exception {
        Moment first = new Moment();
        Moment second = new Moment();
        provider.on("stream", turn -> {
            turn.stream("request-id: req_s");
            turn.chunk(START);
            first.await();
            turn.chunk(": a comment\n\n" + DELTA.substring(0, 40));
            turn.chunk(DELTA.substring(40));
            second.await();
            turn.chunk(STOP);
            turn.end();
        });

        try (Reply reply = ask("stream")) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("content-type")).isEqualToIgnoringCase("text/event-stream; charset=utf-8");
            assertThat(reply.header("request-id")).isEqualTo("req_s");
            reply.readUntil("message_start");
            first.comes();
            reply.readUntil("äöü");
            second.comes();
            assertThat(reply.text().replace(PING, "")).isEqualTo(START + ": a comment\n\n" + DELTA + STOP);
        }
    }

    /** https://github.com/Wei-Shaw/claude-relay-service/pull/1144: neither a [DONE] nor an error of another form. */
    @Test
    void aStreamThatIsCutEndsWithAnErrorEvent() throws IOException {
        provider.on("cut", turn -> {
            turn.stream();
            turn.chunk(START + DELTA + DELTA.substring(0, 30));
            turn.close();
        });
        provider.on("reset", turn -> {
            turn.stream();
            turn.chunk(START + DELTA);
            turn.reset();
        });
        provider.on("unfinished", turn -> {
            turn.stream();
            turn.chunk(START + DELTA);
            turn.end();
        });
        for (String model : new String[] {"cut", "reset", "unfinished"}) {
            try (Reply reply = ask(model)) {
                String text = reply.text();
                assertThat(text).as(model).startsWith(START + DELTA + "event: error\ndata: {\"type\":\"error\"");
                assertThat(text)
                        .as(model)
                        .endsWith("}\n\n")
                        .contains("api_error")
                        .doesNotContain("message_stop", "[DONE]");
            }
        }
    }

    /** The client sees by itself that it cannot be decompressed to its end. */
    @Test
    void aCompressedStreamThatIsCutHasFailedAndIsCounted() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip, true)) {
            out.write((START + DELTA).getBytes(UTF_8));
            out.flush();
            byte[] cut = gzip.toByteArray();
            provider.on("cut-packed", turn -> {
                turn.stream("Content-Encoding: gzip");
                turn.chunk(cut);
                turn.end();
            });
        }
        try (Reply reply = ask("cut-packed")) {
            assertThat(reply.body()).isNotEmpty();
        }
        await().untilAsserted(() -> assertThat(server.client()
                        .get("/status/traffic", "x-api-key: " + KEY)
                        .body())
                .containsPattern("\"model\":\"cut-packed\",\"reason\":\"cut_short\""));
    }

    /** A large event passes in pieces, and another one in the middle of it would be a part of it. */
    @Test
    void aStreamThatIsCutWithinALargeEventEndsWithoutAnother() throws IOException {
        String large = "event: content_block_start\ndata: {\"text\":\"" + "x".repeat(600_000);
        provider.on("cut-large", turn -> {
            turn.stream();
            turn.chunk(START + large);
            turn.close();
        });
        try (Reply reply = ask("cut-large")) {
            assertThat(reply.text())
                    .startsWith(START + large.substring(0, 200_000))
                    .doesNotContain("event: error", "message_stop");
        }
    }

    /** https://github.com/anthropics/claude-code/issues/54434: a client that waits for ever. */
    @Test
    void aStreamThatHangsEndsWithAnErrorEventAndHasPingsBefore() throws IOException {
        provider.on("hang", turn -> {
            turn.stream();
            turn.chunk(START + DELTA.substring(0, 30));
            turn.awaitGone();
        });

        try (Reply reply = ask("hang")) {
            assertThat(reply.text())
                    .startsWith(START + PING)
                    .contains("event: error\ndata: ")
                    .contains("timeout_error");
        }
    }

    @Test
    void aLongSilenceBeforeTheStreamBecomesPings() throws Exception {
        Moment pinged = new Moment();
        provider.on("slow", turn -> {
            turn.stream();
            turn.chunk(": nothing yet\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n");
            pinged.await();
            turn.chunk(START + STOP);
            turn.end();
        });

        try (Reply reply = ask("slow")) {
            reply.readUntil("event: ping");
            pinged.comes();
            assertThat(reply.text()).endsWith(START + STOP);
        }
    }

    /** https://github.com/musistudio/claude-code-router/pull/1759: an error after 200 was taken for a response. */
    @Test
    void anErrorInPlaceOfAStreamIsAnErrorWithItsStatus() throws IOException {
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}";
        provider.on("refused-stream", turn -> {
            turn.stream();
            turn.chunk("event: ping\ndata: {\"type\":\"ping\"}\n\nevent: error\ndata: " + error + "\n\n");
            turn.end();
        });

        try (Reply reply = ask("refused-stream")) {
            assertThat(reply.status()).isEqualTo(529);
            assertThat(reply.header("content-type")).startsWith("application/json");
            assertThat(reply.text()).isEqualTo(error);
        }
    }

    @Test
    void theProvidersOwnPingsAndCommentsPassAndKeepTheStreamAlive() throws IOException {
        String sign = "event: ping\ndata: {\"type\":\"ping\",\"own\":1}\n\n: still here\n\n";
        // Half a second apart: twice as long as a stream may be silent.
        int signs = 4 * (int) IDLE.toSeconds();
        provider.on("alive", turn -> {
            turn.stream();
            turn.chunk(START);
            for (int i = 0; i < signs; i++) {
                turn.chunk(sign);
                Thread.sleep(500);
            }
            turn.chunk(STOP);
            turn.end();
        });

        try (Reply reply = ask("alive")) {
            assertThat(reply.text()).isEqualTo(START + sign.repeat(signs) + STOP);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "529 | application/json | {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}} | overloaded_error | busy",
                "401 | application/json | {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no\"}} | api_error | provider a",
                "502 | text/html | <html>nginx</html> | api_error | provider a",
            })
    void anErrorAfterEarlyPingsIsAnErrorEvent(int status, String mediaType, String body, String type, String message)
            throws IOException {
        Moment pinged = new Moment();
        provider.on("late-" + status, turn -> {
            pinged.await();
            turn.send("HTTP/1.1 " + status + " Any\r\nContent-Type: " + mediaType + "\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
        });

        try (Reply reply = ask("late-" + status)) {
            assertThat(reply.status()).isEqualTo(200);
            reply.readUntil(PING);
            pinged.comes();
            assertThat(reply.text().replace(PING, ""))
                    .startsWith("event: error\ndata: {\"type\":\"error\"")
                    .endsWith("}\n\n")
                    .contains("\"" + type + "\"", message)
                    .doesNotContain("nginx");
        }
    }

    @Test
    void anErrorEventAfterEarlyPingsStaysOne() throws IOException {
        String error =
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}\n\n";
        Moment pinged = new Moment();
        provider.on("late-event", turn -> {
            turn.stream();
            pinged.await();
            turn.chunk(error);
            turn.end();
        });

        try (Reply reply = ask("late-event")) {
            reply.readUntil(PING);
            pinged.comes();
            assertThat(reply.text().replace(PING, "")).isEqualTo(error);
        }
    }
}
