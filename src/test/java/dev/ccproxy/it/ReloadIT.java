package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.DELTA;
import static dev.ccproxy.it.AnthropicReplies.MESSAGE;
import static dev.ccproxy.it.AnthropicReplies.START;
import static dev.ccproxy.it.AnthropicReplies.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes, models and limits change while the server runs, and no stream notices. */
@Tag("slow")
@Tag("anywhere") // what is decided does not depend on the server
class ReloadIT {

    private static final String KEY = "reload-key";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void routesAndLimitsChangeWithoutARestart() throws Exception {
        Path file = Files.writeString(
                folder.resolve("routes.properties"), "ccproxy.routes=r\nccproxy.route.r.targets=a/one\n");
        try (ScriptedProvider provider = new ScriptedProvider();
                Server server = Server.start(Map.of(
                        "CCPROXY_API_KEY",
                        KEY,
                        "CCPROXY_CONFIG_FILE",
                        file.toString(),
                        "CCPROXY_PROVIDERS",
                        "a",
                        "CCPROXY_PROVIDER_A_BASE_URL",
                        provider.url(),
                        "CCPROXY_PROVIDER_A_FORMAT",
                        "anthropic"))) {
            Moment changed = new Moment();
            provider.on("one", turn -> {
                turn.stream();
                turn.chunk(START);
                changed.await();
                turn.chunk(DELTA + STOP);
                turn.end();
            });
            provider.on("two", turn -> turn.json(200, MESSAGE));
            MessagesClient client = new MessagesClient(server.client(), KEY);
            try (Reply stream = client.post("{\"model\":\"m\",\"stream\":true}")) {
                stream.readUntil("message_start");

                replace(file, """
                        ccproxy.routes=r
                        ccproxy.route.r.targets=a/two
                        ccproxy.models=claude-new
                        ccproxy.model.claude-new=r
                        """);
                await().atMost(SOON).until(() -> model(client).equals("two"));
                await().atMost(SOON)
                        .until(() -> server.client()
                                .get("/v1/models", "x-api-key: " + KEY)
                                .body()
                                .contains("claude-new"));
                changed.comes();
                assertThat(stream.text()).isEqualTo(START + DELTA + STOP);
                assertThat(stream.header("x-ccproxy-model")).isEqualTo("one");
            }

            replace(file, "ccproxy.routes=r\nccproxy.route.r.targets=nobody\n");
            await().atMost(SOON)
                    .until(() -> server.client()
                            .get("/status/providers", "x-api-key: " + KEY)
                            .body()
                            .contains("ccproxy.route.r.targets must be PROVIDER"));
            assertThat(model(client)).isEqualTo("two");
            await().atMost(SOON).until(() -> server.logs().contains("nothing new is in force"));

            replace(file, "ccproxy.limits.client.models=a/three\n");
            await().atMost(SOON).until(() -> {
                try (Reply reply = client.post("{\"model\":\"two\"}")) {
                    return reply.header("x-ccproxy-error").equals("model_not_allowed");
                }
            });
        }
    }

    private static String model(MessagesClient client) throws IOException {
        try (Reply reply = client.post("{\"model\":\"m\"}")) {
            return reply.header("x-ccproxy-model");
        }
    }

    private static void replace(Path file, String content) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("new"), content);
        Path unused = Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
