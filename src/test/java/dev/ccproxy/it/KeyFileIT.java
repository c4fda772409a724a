package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a mounted file, with the local way closed. */
@Tag("slow") // each test has a server of its own, and waits for it to look at the file
@Tag("anywhere") // who looks at the file is not the server
class KeyFileIT {

    @TempDir
    private Path directory;

    private Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void keepsTheKeysOfTheStartThoughNobodyHasAskedYet() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "first\n");
        server = Server.start(Map.of("CCPROXY_API_KEY_FILE", file.toString(), "CCPROXY_AUTH_LOCALHOST", "false"));
        Files.writeString(file, "");
        await().until(() -> server.logs().contains("the last good keys stay in force"));
        assertThat(status("first")).isEqualTo(200);
    }

    @Test
    void changesKeysUnderLoadWithoutRefusingAValidOne() throws Exception {
        Path file = directory.resolve("keys");
        Files.writeString(file, "\uFEFF# mounted\r\nlasting\r\nkey-0\r\n");
        server = Server.start(Map.of(
                "CCPROXY_API_KEY_FILE", file.toString(),
                "CCPROXY_APIKEY", "older-name",
                "CCPROXY_AUTH_LOCALHOST", "false"));

        assertThat(status(null)).as("closed for local callers").isEqualTo(401);
        assertThat(status("older-name")).isEqualTo(200);

        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
        Thread load = new Thread(() -> {
            while (!stop.get()) {
                int status = status("lasting");
                asked.incrementAndGet();
                if (status != 200) {
                    refusals.add(status);
                }
            }
        });
        load.start();
        for (int i = 1; i <= 3; i++) {
            // Both keys, then the new one alone: as keys are changed without a gap; now in the clear, now as a digest.
            String next = "key-" + i;
            Files.writeString(file, "lasting\nkey-" + (i - 1) + "\nsha256:" + sha256(next) + "\n");
            await().until(() -> status(next) == 200);
            Files.writeString(file, "lasting\n" + next + "\n");
            String last = "key-" + (i - 1);
            await().until(() -> status(last) == 401);
        }
        Files.writeString(file, "");
        await().until(() -> server.logs().contains("the last good keys stay in force"));
        Files.delete(file);
        await().until(() -> server.logs().contains("does not exist"));
        assertThat(status("key-3")).isEqualTo(200);

        stop.set(true);
        load.join();
        assertThat(asked.get()).isGreaterThan(100);
        assertThat(refusals).isEmpty();
        assertThat(server.logs()).doesNotContain("lasting", "key-1", "older-name", sha256("key-1"));
    }

    @Test
    void aClientsKeyReadsAndChangesNothing() throws IOException {
        Path file = Files.writeString(
                directory.resolve("keys"),
                "developer alice team=platform\nagent nagios role=monitor\nboss carol role=operator\n");
        server = Server.start(Map.of(
                "CCPROXY_API_KEY_FILE", file.toString(),
                "CCPROXY_PROVIDERS", "ollama",
                "CCPROXY_PROVIDER_OLLAMA_CHECK", "off"));
        Client client = server.client();
        Map<String, String> changes = Map.of(
                "PUT /status/maintenance", "200",
                "DELETE /status/maintenance", "204",
                "POST /status/providers/ollama/check", "400");
        for (String key : List.of("developer", "agent")) {
            for (String target : List.of("/status", "/status/providers", "/status/maintenance", "/status/history")) {
                assertThat(client.get(target, "x-api-key: " + key).status()).isEqualTo(200);
            }
            for (String change : changes.keySet()) {
                Response response = change(client, change, key);
                assertThat(response.status())
                        .as("%s with the key %s", change, key)
                        .isEqualTo(403);
                assertThat(response.header("www-authenticate")).isEmpty();
                assertThat(response.body())
                        .isEqualTo("{\"error\":{\"type\":\"permission_error\",\"message\":\"This needs a key with role"
                                + " operator; the role of this key is " + (key.equals("agent") ? "monitor" : "client")
                                + "\"}}");
            }
        }
        assertThat(client.send("DELETE", "/status/maintenance", "Authorization: Bearer boss", "x-api-key: developer")
                        .status())
                .as("of two valid keys, x-api-key's counts")
                .isEqualTo(403);
        changes.forEach((change, status) ->
                assertThat(change(client, change, "boss").status()).isEqualTo(Integer.parseInt(status)));
        assertThat(client.get("/status?format=prometheus").body())
                .contains("ccproxy_refused_requests_total{cause=\"wrong_role\"} 7.0")
                .contains("ccproxy_requests_total{client=\"alice\",key=\""
                        + sha256("developer").substring(0, 8) + "\",team=\"platform\"} 4.0");
        await().until(() -> server.logs().contains("(wrong_role): the role of the key does not allow this"));
        assertThat(server.logs()).doesNotContain("developer");
    }

    @Test
    void anExpiredKeyCountsNoLonger() throws IOException {
        Path file = Files.writeString(
                directory.resolve("keys"), "lasting\ngone alice expires=2020-01-31\nold bob expires=2999-12-31\n");
        server = Server.start(Map.of("CCPROXY_API_KEY_FILE", file.toString(), "CCPROXY_AUTH_LOCALHOST", "false"));
        assertThat(status("gone")).isEqualTo(401);
        assertThat(status("old")).isEqualTo(200);
        await().until(() -> server.logs().contains("alice (line 2) was valid until 2020-01-31"));

        Files.writeString(file, "lasting\nold bob expires=2020-01-31\n");
        await().atMost(Duration.ofSeconds(5)).until(() -> status("old") == 401);
        assertThat(status("lasting")).isEqualTo(200);

        Files.writeString(file, "old bob expires=2020-01-31\n");
        await().atMost(Duration.ofSeconds(5)).until(() -> status("lasting") == 401);
    }

    private static Response change(Client client, String methodAndTarget, String key) {
        String[] parts = methodAndTarget.split(" ", 2);
        return client.send(parts[0], parts[1], "x-api-key: " + key, "Content-Length: 0");
    }

    private int status(String key) {
        return key == null
                ? server.client().get("/status").status()
                : server.client().get("/status", "x-api-key: " + key).status();
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
