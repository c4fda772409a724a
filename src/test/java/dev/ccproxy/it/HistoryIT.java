package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The history in a file of the data directory, over a stop, a crash and a start; and what may be asked of it. */
@Tag("slow")
@Tag("anywhere") // who reads and writes it is not the server, which it starts three times
class HistoryIT {

    private static final String HISTORY = "/status/history";
    private static final String KEY = "x-api-key: history-key";

    @TempDir
    private static Path data;

    private static Path keys;
    private static FakeProvider provider;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        keys = Files.writeString(data.resolve("keys"), "file-key\n");
        provider = FakeProvider.answering();
        server = started("1850ms");
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    private static Server started(String slowAfter) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CCPROXY_API_KEY", "history-key",
                "CCPROXY_API_KEY_FILE", keys.toString(),
                "CCPROXY_DATA_DIR", data.toString(),
                "CCPROXY_NODE", "one",
                "CCPROXY_PROVIDERS", "flapping,off",
                "CCPROXY_PROVIDER_FLAPPING_BASE_URL", provider.url(),
                "CCPROXY_PROVIDER_OFF_ENABLED", "false",
                "CCPROXY_PROVIDER_OFF_BASE_URL", "http://127.0.0.1:9"));
        environment.putAll(Map.of(
                "CCPROXY_CHECK_INTERVAL", "2s",
                "CCPROXY_CHECK_TIMEOUT", "1900ms",
                "CCPROXY_CHECK_SLOW_AFTER", slowAfter));
        return Server.start(environment);
    }

    private static ConditionFactory awaiting() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
    }

    private static JsonObject history(String query) {
        Response response = server.client().get(HISTORY + query);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.json();
    }

    private static List<JsonObject> incidents() {
        return history("").getJsonArray("incidents").getValuesAs(JsonObject.class);
    }

    private static String state() {
        return server.client().get("/status/providers/flapping").json().getString("state");
    }

    private static void flap() {
        provider.close();
        awaiting().until(() -> state().equals("down"));
        provider.comeBack();
        awaiting().until(() -> state().equals("up"));
    }

    private static List<String> kinds() {
        return history("").getJsonArray("annotations").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("kind"))
                .toList();
    }

    private static List<String> notes(String kind) {
        return history("").getJsonArray("annotations").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("kind").equals(kind))
                .map(each -> each.getString("note", ""))
                .toList();
    }

    @Test
    void aChangedKeyFileIsWrittenDown() throws IOException {
        Files.writeString(keys, "another-key\n");
        awaiting()
                .untilAsserted(() -> assertThat(notes("key_file_changed"))
                        .hasSize(1)
                        .allSatisfy(note -> assertThat(note)
                                .startsWith("ccproxy.api-key-file has changed")
                                .doesNotContain("another-key")));
    }

    @Test
    void anOutageIsOneIncidentThoughTheProgramStopsAndCrashesInIt() {
        awaiting().until(() -> state().equals("up"));
        assertThat(history("").getString("storage")).isEqualTo("file");
        flap();
        awaiting().until(() -> incidents().size() == 1 && !incidents().get(0).isNull("ended_at"));
        JsonObject first = incidents().get(0);

        provider.close();
        awaiting().until(() -> incidents().size() == 2);
        server.stop();
        server = started("1800ms");
        awaiting().until(() -> state().equals("down"));
        awaiting().until(() -> incidents().get(0).getJsonArray("reasons").size() == 2);
        // Each server of a test has a port of its own.
        awaiting()
                .until(() -> notes("configuration_changed").equals(List.of("ccproxy.check.slow-after, ccproxy.port")));
        server.process().destroyForcibly();
        server.close();
        server = started("1800ms");
        awaiting().until(() -> state().equals("down"));
        provider.comeBack();
        awaiting().until(() -> incidents().size() == 2 && !incidents().get(0).getBoolean("ongoing"));

        assertThat(incidents().get(1)).isEqualTo(first);
        JsonObject second = incidents().get(0);
        assertThat(second.getBoolean("end_known")).isTrue();
        assertThat(second.getJsonNumber("unknown_seconds").doubleValue())
                .isPositive()
                .isLessThan(second.getJsonNumber("duration_seconds").doubleValue());
        assertThat(second.getString("node")).isEqualTo("one");
        // The newest first.
        assertThat(kinds()).containsSubsequence("started", "configuration_changed", "started", "stopped", "started");
        assertThat(server.client().get("/status?format=openmetrics").body())
                .contains("ccproxy_history_kept 1", "ccproxy_history_lost_rows_total 0");
    }

    @Test
    void aProvidersHistoryHasItsPointsAndItsChanges() {
        awaiting().until(() -> state().equals("up"));
        JsonObject one = server.client()
                .get("/status/providers/flapping/history?from=10m&step=1m")
                .json();
        assertThat(one.getJsonArray("providers")).hasSize(1);
        JsonObject flapping = one.getJsonArray("providers").getJsonObject(0);
        assertThat(flapping.getJsonArray("points").size()).isBetween(10, 11);
        assertThat(flapping.getJsonArray("availability")).hasSize(5);
        JsonObject now = flapping.getJsonArray("points")
                .getJsonObject(flapping.getJsonArray("points").size() - 1);
        assertThat(now.getInt("checks") + now.getJsonNumber("up_seconds").doubleValue())
                .isPositive();
        JsonObject unknown = flapping.getJsonArray("points").getJsonObject(0);
        assertThat(unknown.isNull("availability")).isTrue();
        assertThat(one.getJsonArray("changes")).isNotEmpty();
        assertThat(history("").isNull("changes")).isTrue();
        assertThat(server.client().get("/status/providers/off/history").status())
                .isEqualTo(404);
    }

    @Test
    void maintenanceIsWrittenDown() {
        assertThat(server.client()
                        .sendJson("PUT", "/status/maintenance", "{\"note\":\"new disk\"}", KEY)
                        .status())
                .isEqualTo(200);
        assertThat(server.client().send("DELETE", "/status/maintenance", KEY).status())
                .isEqualTo(204);
        awaiting()
                .untilAsserted(
                        () -> assertThat(kinds()).containsSubsequence("maintenance_ended", "maintenance_started"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?from=tomorrow | from must be a date with time and offset",
                "?to=2026-13-01T00:00:00Z | to must be a date with time and offset",
                "?from=1h&to=2h | from must be before to",
                "?from=401d | from must be at most 400 days ago",
                "?step=1s | step must be from 1m to 90d",
                "?step=0m | step must be from 1m to 90d",
                "?step=1m&from=3d | step must be a multiple of 1h",
                "?step=1h&from=100d | step must be a multiple of 1d",
                "?from=20h&from=10h | from must be given only once",
                "?node= | node must be the name of a node",
            })
    void whatCannotBeAskedIsA400ThatSaysWhatCan(String query, String message) {
        Response response = server.client().get(HISTORY + query);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().getJsonObject("error").getString("message")).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {HISTORY, "/status/providers/flapping/history"})
    void whoeverReadsTheStatusReadsIt(String path) {
        assertThat(server.client().get(path, "X-Forwarded-For: 192.0.2.1").status())
                .isEqualTo(401);
        assertThat(server.client().get(path, "X-Forwarded-For: 192.0.2.1", KEY).status())
                .isEqualTo(200);
        assertThat(server.client().send("HEAD", path).status()).isEqualTo(200);
        assertThat(server.client().send("POST", path, KEY).status()).isEqualTo(405);
    }
}
