package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /status/maintenance}, and what the rest says meanwhile. */
@Tag("slow") // waits for a maintenance to end
class MaintenanceIT {

    private static final String URL = "/status/maintenance";
    private static final String KEY = "x-api-key: maintenance-key";
    private static final FakeProvider WELL = FakeProvider.answering();

    @TempDir
    private static Path data;

    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() {
        server = started();
        client = server.client();
    }

    private static Server started() {
        Server started = Server.start(Map.of(
                "CCPROXY_API_KEY",
                "maintenance-key",
                "CCPROXY_DATA_DIR",
                data.toString(),
                "CCPROXY_PROVIDERS",
                "well",
                "CCPROXY_PROVIDER_WELL_BASE_URL",
                WELL.url()));
        await().until(() -> started.client().get("/health/started").status() == 200);
        return started;
    }

    @AfterAll
    static void stop() {
        server.close();
        WELL.close();
    }

    @AfterEach
    void backInRotation() {
        assertThat(client.send("DELETE", URL, KEY).status()).isEqualTo(204);
        assertServes();
    }

    private static Response put(String body) {
        return client.sendJson("PUT", URL, body, KEY);
    }

    private static void assertServes() {
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
        assertThat(client.get("/status").status()).isEqualTo(200);
        assertThat(client.get("/status?format=nagios").body()).startsWith("CCPROXY OK - ");
        assertThat(client.get(URL).body()).isEqualTo("{\"maintenance\":null}");
        assertThat(client.get("/status/providers").json().isNull("unavailable")).isTrue();
    }

    @Test
    void takesOutOfRotationAndBack() {
        Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        Response begun = put("{\"until\": \"" + until + "\", \"note\": \"new \\\"disk\\\" | ü\"}");
        assertThat(begun.status()).isEqualTo(200);
        JsonObject maintenance = begun.json().getJsonObject("maintenance");
        assertThat(maintenance.keySet()).containsExactly("since", "until", "note");
        assertThat(Instant.parse(maintenance.getString("since"))).isBetween(until.minusSeconds(605), until);

        Response ready = client.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(HealthIT.reason(ready)).isEqualTo("maintenance");
        assertThat(client.get("/health/live").status()).isEqualTo(200);
        Response status = client.get("/status");
        assertThat(status.status()).isEqualTo(503);
        assertThat(status.errorType()).isEqualTo("service_error");
        assertThat(Integer.parseInt(status.header("retry-after"))).isBetween(500, 600);
        assertThat(client.send("HEAD", "/status").status()).isEqualTo(503);

        JsonObject providers = client.get("/status/providers").json();
        assertThat(providers.getJsonObject("maintenance")).isEqualTo(maintenance);
        assertThat(providers.getString("unavailable")).isEqualTo("maintenance");
        assertThat(client.get(URL).json().getJsonObject("maintenance")).isEqualTo(maintenance);
        Response nagios = client.get("/status?format=nagios");
        assertThat(nagios.status()).isEqualTo(200);
        assertThat(nagios.body())
                .startsWith("CCPROXY WARNING - in maintenance until " + until + " (new \"disk\" / ü):"
                        + " 1 of 1 providers active |")
                .contains(" 'maintenance'=1 ");
        for (String format : new String[] {"prometheus", "openmetrics"}) {
            Response metrics = client.get("/status?format=" + format);
            assertThat(metrics.status()).isEqualTo(200);
            assertThat(metrics.body())
                    .contains("\nccproxy_maintenance_active 1.0\n")
                    .contains("ccproxy_maintenance_note_info{note=\"new \\\"disk\\\" | ü\"} 1\n")
                    .containsPattern("ccproxy_maintenance_until_timestamp_seconds [0-9.E]+\n");
        }
    }

    @Test
    void isRememberedOverARestart() {
        assertThat(client.send("PUT", URL, KEY, "Content-Length: 0").status()).isEqualTo(200);
        JsonObject before = client.get(URL).json();
        server.stop();

        server = started();
        client = server.client();

        assertThat(client.get(URL).json()).isEqualTo(before);
        assertThat(client.get("/health/ready").status()).isEqualTo(503);
        assertThat(client.get("/status").header("retry-after")).isEqualTo("30");
        assertThat(server.logs()).contains("In maintenance since ");
    }

    @Test
    void endsByItself() {
        Instant until = Instant.now().plusSeconds(2);
        assertThat(put("{\"until\": \"" + until + "\"}").status()).isEqualTo(200);
        assertThat(client.get("/status").status()).isEqualTo(503);

        await().until(() -> client.get("/status").status() == 200);

        assertThat(Instant.now()).isAfterOrEqualTo(until);
        assertServes();
    }

    @Test
    void changesItsEndAndNote() {
        String since = put("").json().getJsonObject("maintenance").getString("since");

        JsonObject changed =
                put("{\"until\": null, \"note\": \"later\"}").json().getJsonObject("maintenance");

        assertThat(changed.getString("since")).isEqualTo(since);
        assertThat(changed.getString("note")).isEqualTo("later");
        assertThat(changed.isNull("until")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | The body must be a JSON object such as",
                "[] | The body must be a JSON object such as",
                "{} x | The body must be a JSON object such as",
                "{\"till\": null} | Unknown key; allowed are until and note",
                "{\"until\": 5} | until must be a string or null",
                "{\"until\": \"tomorrow\"} | until must be a date with time and offset such as 2026-12-31T23:00:00Z",
                "{\"until\": \"2026-12-31T23:00:00\"} | until must be a date with time and offset",
                "{\"until\": \"2020-12-31T23:00:00Z\"} | until must be in the future",
                "{\"until\": \"+999999999-12-31T23:00:00Z\"} | until must be before the year 10000",
                "{\"note\": \"a\\nb\"} | note must have at most 200 characters, none of them a control character"
            })
    void refusesWhatItDoesNotUnderstand(String body, String message) {
        Response response = put(body);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errorType()).isEqualTo("invalid_request_error");
        assertThat(response.json().getJsonObject("error").getString("message")).startsWith(message);
        assertServes();
    }

    @Test
    void refusesAHugeBody() {
        Response response = put("{\"note\": \"" + "a".repeat(5000) + "\"}");
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.errorType()).isEqualTo("request_too_large");
        assertServes();
    }

    @Test
    void refusesAForm() {
        Response response =
                client.send("PUT", URL, KEY, "Content-Type: application/x-www-form-urlencoded", "Content-Length: 0");
        assertThat(response.status()).isEqualTo(415);
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void takesAKey(String method) {
        Response response = client.send(method, URL, "Content-Length: 0");
        assertThat(response.status()).isEqualTo(401);
        assertServes();
    }

    @Test
    void isInAFileThatCanBeRead() throws IOException {
        put("{\"note\": \"a\"}");

        assertThat(Files.readString(data.resolve("maintenance.json"))).contains("\"note\":\"a\"");
        client.send("DELETE", URL, KEY);
        assertThat(data.resolve("maintenance.json")).doesNotExist();
    }
}
