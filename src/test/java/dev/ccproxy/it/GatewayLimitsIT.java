package dev.ccproxy.it;

import static dev.ccproxy.it.AnthropicReplies.START;
import static dev.ccproxy.it.AnthropicReplies.STOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.MessagesClient.Reply;
import dev.ccproxy.it.ScriptedProvider.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway refuses although the client may ask, what it keeps of a provider's key, and how it stops. */
@Tag("slow") // waits for servers to stop
class GatewayLimitsIT {

    private static final String KEYS = """
            alice-key alice role=client
            bob-key bob role=client
            watch-key watch role=monitor
            boss-key boss role=operator
            """;

    @TempDir
    private static Path folder;

    private static ScriptedProvider provider;
    private static Path providerKey;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        provider = new ScriptedProvider();
        providerKey = settled(Files.writeString(folder.resolve("provider-key"), "sk-first\n"));
        Path keys = Files.writeString(folder.resolve("keys"), KEYS);
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY_FILE", keys.toString()),
                Map.entry("CCPROXY_PROVIDERS", "a"),
                Map.entry("CCPROXY_PROVIDER_A_BASE_URL", provider.url()),
                Map.entry("CCPROXY_PROVIDER_A_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_A_API_KEY_FILE", providerKey.toString()),
                Map.entry("CCPROXY_GATEWAY_MAX_REQUESTS", "4"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1h"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", "3s"),
                Map.entry("CCPROXY_CHECK_SLOW_AFTER", "3s")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    /** A file that was written long enough ago to be read. */
    private static Path settled(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
    }

    private static MessagesClient client(String key) {
        return new MessagesClient(server.client(), key);
    }

    private static String ask(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":true}";
    }

    @Test
    void tooManyAtOnceAre529AndTheNextOneIsServedAgain() throws Exception {
        Moment end = new Moment();
        provider.on("held", turn -> {
            turn.stream();
            turn.chunk(START);
            end.await();
            turn.chunk(STOP);
            turn.end();
        });
        provider.on("free", turn -> turn.json(200, "{\"input_tokens\":1}"));
        try (Reply one = client("alice-key").post(ask("held"));
                Reply two = client("alice-key").post(ask("held"))) {
            try (Reply third = client("alice-key").post(ask("held"))) {
                assertThat(third.status()).isEqualTo(529);
                assertThat(third.errorType()).isEqualTo("overloaded_error");
                assertThat(third.text()).contains("client alice");
            }
            try (Reply three = client("bob-key").post(ask("held"));
                    Reply four = client("bob-key").post(ask("held"))) {
                try (Reply fifth = client("boss-key").post(ask("held"))) {
                    assertThat(fifth.status()).isEqualTo(529);
                    assertThat(fifth.text()).contains("ccproxy.gateway.max-requests");
                }
                try (Reply counted = new MessagesClient(server.client(), "/v1/messages/count_tokens", "boss-key")
                        .post(ask("free"))) {
                    assertThat(counted.status()).isEqualTo(200);
                }
                end.comes();
                for (Reply each : new Reply[] {one, two, three, four}) {
                    assertThat(each.text()).isEqualTo(START + STOP);
                }
            }
        }
        await().untilAsserted(() -> {
            try (Reply again = client("alice-key").post(ask("free"))) {
                assertThat(again.status()).isEqualTo(200);
            }
        });
    }

    @Test
    void aMonitorsKeyIsNotForTheGateway() throws IOException {
        try (Reply reply = client("watch-key").post(ask("free"))) {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.errorType()).isEqualTo("permission_error");
        }
        try (Reply reply = client("").post(ask("free"))) {
            assertThat(reply.status())
                    .as("keys are configured, so that a local client needs one")
                    .isEqualTo(401);
        }
    }

    @Test
    void aChangedKeyOfAProviderCountsAtTheNextRequest() throws IOException {
        provider.on("key", turn -> turn.json(200, "{}"));
        try (Reply reply = client("alice-key").post(ask("key"))) {
            assertThat(reply.status()).isEqualTo(200);
        }
        settled(Files.writeString(providerKey, "sk-second\n"));
        try (Reply reply = client("alice-key").post(ask("key"))) {
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(provider.received("key").stream().flatMap(request -> request.headers("x-api-key").stream()))
                .endsWith("sk-first", "sk-second");
        settled(Files.writeString(providerKey, "sk-first\n"));
    }

    @Test
    void maintenanceRefusesNewRequestsAndLetsStreamsEnd() throws Exception {
        Moment end = new Moment();
        provider.on("maintained", turn -> {
            turn.stream();
            turn.chunk(START);
            end.await();
            turn.chunk(STOP);
            turn.end();
        });
        try (Reply under = client("alice-key").post(ask("maintained"))) {
            under.readUntil("message_start");
            assertThat(server.client()
                            .sendJson("PUT", "/status/maintenance", "", "x-api-key: boss-key")
                            .status())
                    .isEqualTo(200);
            try (Reply refused = client("bob-key").post(ask("maintained"))) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isNotEmpty();
                assertThat(refused.header("connection")).isEqualToIgnoringCase("close");
                assertThat(refused.header("x-ccproxy-error")).isEqualTo("service");
            } finally {
                assertThat(server.client()
                                .send("DELETE", "/status/maintenance", "x-api-key: boss-key")
                                .status())
                        .isEqualTo(204);
            }
            end.comes();
            assertThat(under.text()).isEqualTo(START + STOP);
        }
    }

    @Test
    void aFailedAttemptHasTheProviderCheckedOnceAnInterval() throws IOException {
        provider.on("broken", turn -> turn.json(500, "{\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}"));
        String before = checkedAt();
        try (Reply reply = client("alice-key").post(ask("broken"))) {
            assertThat(reply.status()).isEqualTo(500);
        }
        await().until(() -> !checkedAt().equals(before));
        String after = checkedAt();
        try (Reply reply = client("alice-key").post(ask("broken"))) {
            assertThat(reply.status()).isEqualTo(500);
        }
        // The operator's own check is not used up, and is the next one.
        assertThat(server.client()
                        .send("POST", "/status/providers/a/check", "x-api-key: boss-key", "Content-Length: 0")
                        .status())
                .isEqualTo(202);
        await().until(() -> !checkedAt().equals(after));
    }

    private static String checkedAt() {
        return server.client()
                .get("/status/providers/a", "x-api-key: boss-key")
                .json()
                .get("checked_at")
                .toString();
    }

    @Test
    void stoppingWaitsForStreamsAndEndsWithTheLast() throws Exception {
        Moment end = new Moment();
        provider.on("last", turn -> {
            turn.stream();
            turn.chunk(START);
            end.await();
            turn.chunk(STOP);
            turn.end();
        });
        try (Server stopping = Server.start(Map.of(
                "CCPROXY_API_KEY",
                "stop-key",
                "CCPROXY_PROVIDERS",
                "a",
                "CCPROXY_PROVIDER_A_BASE_URL",
                provider.url(),
                "CCPROXY_PROVIDER_A_FORMAT",
                "anthropic"))) {
            MessagesClient client = new MessagesClient(stopping.client(), "stop-key");
            try (Reply reply = client.post(ask("last"))) {
                reply.readUntil("message_start");
                ProcessHandle process = stopping.process();
                process.destroy();
                await().until(() -> stopping.client().get("/health/ready").status() == 503);
                try (Reply refused = client.post(ask("last"))) {
                    assertThat(refused.status()).isEqualTo(503);
                }
                assertThat(process.isAlive()).isTrue();
                end.comes();
                assertThat(new String(reply.body(), UTF_8)).isEqualTo(START + STOP);
                process.onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }
}
