package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the log says of the start and of a provider that dies, and that it says nothing of polls. */
@Tag("slow") // each test has a server of its own
class LogIT {

    @Test
    void tellsOfTheStartAndOfChangesAndOfNothingElse() throws IOException {
        FakeProvider provider = FakeProvider.answering();
        try (Server server = Server.start(Map.of(
                "CCPROXY_API_KEY", "log-key-1,log-key-2",
                "CCPROXY_PROVIDERS", "dying",
                "CCPROXY_PROVIDER_DYING_BASE_URL", provider.url(),
                // The first check after a start is a slow one, and must not count as a failure here.
                "CCPROXY_CHECK_INTERVAL", "2s",
                "CCPROXY_CHECK_TIMEOUT", "1900ms"))) {
            awaitLine(
                    server,
                    "CCProxy " + Pattern.quote(System.getProperty("ccproxy.it.version"))
                            + " \\(commit \\S+\\) has started on (127\\.0\\.0\\.1|the server's address), port "
                            + server.client().port() + "; API keys: 2; providers: dying");
            awaitLine(
                    server,
                    "Provider dying: from unknown \\(not_checked\\) to up \\(ok\\) after \\d+s in state unknown; GET "
                            + Pattern.quote(provider.url()) + ", HTTP 200, phase response");

            int connections = provider.connections();
            String before = server.logs();
            // By our configuration, Payara Micro closes a connection after 50 requests.
            for (String path : List.of("/status", "/status", "/health/ready", "/health/ready")) {
                try (Socket connection = server.client().open()) {
                    for (int i = 0; i < 50; i++) {
                        assertThat(server.client().ask(connection, path).status())
                                .isEqualTo(200);
                    }
                }
            }
            await().until(() -> provider.connections() > connections);
            assertThat(server.logs()).isEqualTo(before);

            provider.close();
            awaitLine(
                    server,
                    "Provider dying: from up \\(ok\\) to down \\(connection_refused\\) after \\d+s in state up; GET "
                            + Pattern.quote(provider.url()) + ", no HTTP status, phase connect");
            assertThat(server.logs()).doesNotContain("log-key");
        }
    }

    @Test
    void saysWhatToSetIfNoProviderIsConfigured() {
        try (Server server = Server.start(Map.of())) {
            awaitLine(
                    server,
                    "No provider is configured. Set ccproxy.providers, for example ccproxy.providers=anthropic");
        }
    }

    @Test
    void isOneJsonObjectALineWhereTheServerWritesJson() {
        Extras extras = new Extras();
        extras.payaraArguments.addAll(List.of("--logproperties", "src/main/payara/json-logging.properties"));
        try (Server server = Server.start(
                Map.of(
                        "WLP_LOGGING_CONSOLE_FORMAT",
                        "JSON",
                        "WLP_LOGGING_MESSAGE_FORMAT",
                        "JSON",
                        "CCPROXY_PROVIDERS",
                        "a\"b",
                        "CCPROXY_CHECK_TIMEOUT",
                        "x"),
                extras)) {
            List<JsonObject> told = Stream.of(server.logs().split("\n", -1))
                    .filter(line -> line.contains("is not serving"))
                    .map(line -> new Response(0, Map.of(), line).json())
                    .toList();
            assertThat(told).isNotEmpty().allSatisfy(object -> {
                assertThat(object.getString("Level", object.getString("loglevel", "")))
                        .isEqualTo("SEVERE");
                assertThat(object.getString("LogMessage", object.getString("message", "")))
                        .contains("\n  ccproxy.check.timeout", "\n  ccproxy.providers");
            });
        }
    }

    @Test
    void tellsWhyEachCheckFailedByTheReadmesLines() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("\n" + Extras.LIBERTY_DEBUG, "\n" + Extras.PAYARA_DEBUG);
        try (Server server = Server.start(
                Map.of(
                        "CCPROXY_PROVIDERS",
                        "refusing",
                        "CCPROXY_PROVIDER_REFUSING_BASE_URL",
                        "http://127.0.0.1:" + Ports.free()),
                new Extras().debugging())) {
            awaitLine(server, "Check of refusing failed: java\\.net\\.ConnectException");
        }
    }

    private static void awaitLine(Server server, String line) {
        await("a line with " + line)
                .until(() -> Pattern.compile(line).matcher(server.logs()).find());
    }
}
