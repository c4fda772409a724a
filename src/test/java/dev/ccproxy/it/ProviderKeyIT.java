package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's key that is wrong, changed in its file, and never sent to anybody else. */
@Tag("slow")
@Tag("anywhere") // how providers are reached does not depend on the server
class ProviderKeyIT {

    @TempDir
    private Path folder;

    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private volatile String good = "sk-old";
    private final FakeProvider other = FakeProvider.answering(head -> {
        elsewhere.add(head);
        return "200 OK";
    });
    private final FakeProvider provider = FakeProvider.answering(head -> !head.startsWith("GET /v1/models ")
            ? "404 Not Found"
            : head.contains("Authorization: Bearer " + good + "\r\n")
                    ? "302 Found\r\nLocation: " + other.url()
                    : "401 Unauthorized");
    private Server server;

    @AfterEach
    void stop() {
        provider.close();
        other.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aChangedKeyFileCountsAtTheNextCheckAndGoesToNobodyElse() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-old\n");
        server = Server.start(Map.of(
                "CCPROXY_PROVIDERS",
                "keyed,other",
                "CCPROXY_PROVIDER_KEYED_BASE_URL",
                provider.url() + "/v1",
                "CCPROXY_PROVIDER_KEYED_API_KEY_FILE",
                file.toString(),
                "CCPROXY_PROVIDER_OTHER_BASE_URL",
                other.url(),
                "CCPROXY_CHECK_INTERVAL",
                "500ms",
                "CCPROXY_CHECK_TIMEOUT",
                "400ms"));
        // A redirect, which is not followed: the key is accepted, and that is all that counts here.
        awaitReason("client_error");

        good = "sk-new";
        awaitReason("key_rejected");
        JsonObject rejected = keyed();
        assertThat(rejected.getString("state")).isEqualTo("down");
        assertThat(rejected.getInt("http_status")).isEqualTo(401);
        assertThat(rejected.getInt("consecutive_failures")).isGreaterThanOrEqualTo(2);

        Path changed = Files.writeString(folder.resolve("new"), "sk-new\n");
        Files.move(changed, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        awaitReason("client_error");

        Files.delete(file);
        await().until(() ->
                server.logs().contains("ccproxy.provider.keyed.api-key-file names a file that does not exist"));
        awaitReason("client_error");
        assertThat(server.logs()).doesNotContain("sk-old", "sk-new");
        assertThat(elsewhere)
                .isNotEmpty()
                .allMatch(head -> !head.contains("sk-")
                        && (head.startsWith("GET / ") || head.startsWith("GET /models?limit=1000 ")));
    }

    private void awaitReason(String reason) {
        await().until(() -> keyed().getString("reason").equals(reason));
    }

    private JsonObject keyed() {
        return server.client().get("/status/providers/keyed").json();
    }
}
