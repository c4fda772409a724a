package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marked secrets under every key that can hold one appear in no response, header or log. */
@Tag("slow") // looks through the logs of a whole session
class SecretsIT {

    private static final String MARK = "canary-3b9e";

    @TempDir
    private Path directory;

    private Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** https://github.com/vllm-project/semantic-router/issues/2132: also at DEBUG, and also those that are refused. */
    @Test
    void appearNowhere() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), MARK + "-file\n");
        Path providerKey = Files.writeString(directory.resolve("provider"), MARK + "-provider-file\n");
        FakeProvider provider = FakeProvider.answering();
        server = Server.start(
                Map.ofEntries(
                        Map.entry("CCPROXY_API_KEY", MARK + "-key," + MARK + "-${HOME}-$key"),
                        Map.entry("CCPROXY_APIKEY", MARK + "-older"),
                        Map.entry("CCPROXY_API_KEY_FILE", keys.toString()),
                        Map.entry("CCPROXY_ALLOWED_HOSTS", MARK + ".example"),
                        Map.entry("CCPROXY_PROVIDERS", "anthropic,custom,filed,refusing"),
                        Map.entry("ANTHROPIC_API_KEY", MARK + "-usual"),
                        Map.entry("CCPROXY_PROVIDER_ANTHROPIC_CHECK", "off"),
                        Map.entry("CCPROXY_PROVIDER_CUSTOM_BASE_URL", provider.url() + "/" + MARK),
                        Map.entry("CCPROXY_PROVIDER_CUSTOM_API_KEY", MARK + "-custom"),
                        Map.entry("CCPROXY_PROVIDER_FILED_BASE_URL", provider.url()),
                        Map.entry("CCPROXY_PROVIDER_FILED_API_KEY_FILE", providerKey.toString()),
                        Map.entry(
                                "CCPROXY_PROVIDER_REFUSING_BASE_URL", "http://127.0.0.1:" + Ports.free() + "/" + MARK),
                        Map.entry("CCPROXY_PROVIDER_REFUSING_API_KEYS", MARK + "-misspelt"),
                        Map.entry("CCPROXY_API_KEYZ", MARK + "-misspelt"),
                        Map.entry("CCPROXY_CHECK_INTERVAL", "2s"),
                        Map.entry("CCPROXY_CHECK_TIMEOUT", "1s")),
                new Extras().debugging());
        Client client = server.client();
        await().until(() -> client.get("/health/started").status() == 200);

        List<Response> answers = List.of(
                client.get("/status", "Via: x", "x-api-key: " + MARK + "-key"),
                client.get("/status", "Via: x", "x-api-key: " + MARK + "-${HOME}-$key"),
                client.get("/status", "Via: x", "x-api-key: " + MARK + "-older"),
                client.get("/status", "Via: x", "Authorization: Bearer " + MARK + "-file"),
                client.get("/status/providers/anthropic"),
                client.get("/status/providers/filed"));
        assertThat(answers).extracting(Response::status).containsOnly(200);
        assertThat(answers).allSatisfy(SecretsIT::showsNothing);
        for (String key : List.of(MARK + "-key-not", MARK + "-usual", MARK + "-custom", MARK + "-provider-file")) {
            Response refusal = client.get("/status", "Via: x", "x-api-key: " + key, "Authorization: Bearer " + key);
            assertThat(refusal.status()).isEqualTo(401);
            showsNothing(refusal);
        }
        for (String key : List.of(MARK + "-key", MARK + "-key-not")) {
            try (MessagesClient.Reply reply =
                    new MessagesClient(client, key).post("{\"model\":\"refusing,m\"}", "Via: x")) {
                assertThat(reply.status()).isGreaterThanOrEqualTo(400);
                assertThat(reply.text() + reply.headers()).doesNotContain(MARK);
            }
        }
        for (String path : List.of("/health", "/nowhere?key=" + MARK, "/error", "/status;" + MARK, "/<" + MARK)) {
            showsNothing(client.get(path, "x-api-key: " + MARK));
        }
        await().until(() -> server.logs().contains("CCPROXY_API_KEYZ is not a known setting"));
        assertThat(server.logs()).doesNotContain(MARK);
    }

    private static void showsNothing(Response response) {
        assertThat(response.headers().toString()).doesNotContain(MARK);
        assertThat(response.body()).doesNotContain(MARK);
    }
}
