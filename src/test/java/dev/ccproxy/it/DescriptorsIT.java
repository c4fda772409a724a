package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of a provider while the server has no file descriptor left: that it cannot look, not that it is down. */
@Tag("slow") // waits for results to become stale
class DescriptorsIT {

    @Test
    void aProviderKeepsItsStateAndIsThenUnknownForAReasonOnThisMachine() throws Exception {
        FakeProvider provider = FakeProvider.answering();
        try (Server server = Server.start(Map.of(
                        "CCPROXY_PROVIDERS", "well,named",
                        "CCPROXY_PROVIDER_WELL_BASE_URL", provider.url(),
                        "CCPROXY_PROVIDER_NAMED_BASE_URL", provider.url().replace("127.0.0.1", "localhost"),
                        "CCPROXY_CHECK_INTERVAL", "1s",
                        "CCPROXY_CHECK_TIMEOUT", "900ms"));
                Socket kept = server.client().open()) {
            await().until(() -> areUp(server));

            limit(server, "8:");
            try {
                await().atMost(Duration.ofSeconds(30))
                        // By our configuration, Payara Micro closes a connection after 50 requests.
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> {
                            JsonObject well = provider(server, kept, "well");
                            JsonObject named = provider(server, kept, "named");
                            assertThat(well.getString("state")).isIn("up", "unknown");
                            assertThat(named.getString("state")).isIn("up", "unknown");
                            return well.getString("reason").equals("check_failed")
                                    && named.getString("reason").equals("check_failed");
                        });
                assertThat(provider(server, kept, "well").getString("detail")).contains("no socket can be opened");
            } finally {
                limit(server, "1024:");
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> areUp(server));
            assertThat(server.logs())
                    .contains(" could not be made: ", "Checks can be made again")
                    .doesNotContain("to down (");
        } finally {
            provider.close();
        }
    }

    private static boolean areUp(Server server) throws IOException {
        try (Socket connection = server.client().open()) {
            return provider(server, connection, "well").getString("state").equals("up")
                    && provider(server, connection, "named").getString("state").equals("up");
        }
    }

    private static JsonObject provider(Server server, Socket kept, String name) {
        try {
            return server.client().ask(kept, "/status/providers/" + name).json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The soft limit of descriptors: none is left below that number. */
    private static void limit(Server server, String limits) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(server.process().pid()), "--nofile=" + limits)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(prlimit.exitValue()).isZero();
    }
}
