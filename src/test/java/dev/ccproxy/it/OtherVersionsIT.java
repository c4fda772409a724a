package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our WAR where an agent and the server's own library path have other versions of what it carries. Both servers ask the
 * parent class loader first.
 */
@Tag("slow") // starts a server of its own beside an agent
class OtherVersionsIT {

    private static final Path OTHERS = Path.of("target/it-others").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void areNotMistakenForOurs() throws IOException {
        int port = Ports.free();
        Path rules = Files.writeString(folder.resolve("agent.yaml"), "rules: [{pattern: 'dev.ccproxy.*'}]");
        Extras extras = new Extras().withLibraries(OTHERS.resolve("libraries"));
        extras.jvmOptions.add("-javaagent:" + OTHERS.resolve("agent.jar") + "=127.0.0.1:" + port + ":" + rules);
        try (FakeProvider provider = FakeProvider.answering();
                Server server = Server.start(
                        Map.of("CCPROXY_PROVIDERS", "one", "CCPROXY_PROVIDER_ONE_BASE_URL", provider.url()), extras)) {
            Client client = server.client();
            await().until(() -> client.get("/health/started").status() == 200);

            assertThat(client.get("/status").json().getJsonObject("providers").getJsonArray("active"))
                    .hasToString("[\"one\"]");
            assertThat(client.get("/status?format=openmetrics").body())
                    .contains("\nccproxy_provider_checks_total{provider=\"one\",reason=\"ok\"} ")
                    .endsWith("\n# EOF\n");
            assertThat(client.get("/status?format=prometheus").body()).contains("\nccproxy_providers_active 1.0\n");
            assertThat(server.logs()).doesNotContain("Error:", "\tat ");
            assertThat(new Client(URI.create("http://127.0.0.1:" + port))
                            .get("/metrics")
                            .body())
                    .as("the agent's own metrics")
                    .contains("\ndev_ccproxy_Provider_ConnectMs{name=\"one\"} ");
        }
    }
}
