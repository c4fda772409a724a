package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StatusIT {

    private final Server server = Server.shared();
    private final Client client = server.client();

    @Test
    void hasTheKeysOfTheContractInItsOrderWithItsTypes() throws IOException {
        assertThat(Shape.of(client.get("/status").json())).isEqualTo(Shape.of(documentedExample()));
    }

    @Test
    void tellsWhatItIs() {
        JsonObject status = client.get("/status").json();
        assertThat(status.getString("service")).isEqualTo("CCProxy");
        assertThat(status.getString("status")).isEqualTo("running");
        assertThat(status.getString("uptime")).matches("[0-9]+h [0-5]?[0-9]m [0-5]?[0-9]s");
        assertThat(status.getBoolean("api_key_configured")).isTrue();
    }

    @Test
    void tellsItsProcessAndItsSocket() {
        long pid = server.process().pid();
        JsonObject status = client.get("/status").json();
        assertThat(status.getJsonNumber("pid").longValue()).isEqualTo(pid);
        assertThat(status.getString("host")).isEqualTo("127.0.0.1");
        assertThat(status.getInt("port")).isEqualTo(client.port());
    }

    /** Some old checkers choke on chunks. */
    @Test
    void givesItsLength() {
        Response response = client.get("/status");
        assertThat(response.header("content-length"))
                .isEqualTo(Integer.toString(response.body().getBytes(UTF_8).length));
    }

    @Test
    void tellsTheBuild() throws IOException {
        server.withOurSettings();
        Properties build = new Properties();
        try (InputStream in = StatusIT.class.getResourceAsStream("/dev/ccproxy/status/build.properties")) {
            build.load(in);
        }
        JsonObject status = client.get("/status").json();
        JsonObject told = status.getJsonObject("build");
        assertThat(status.getString("version")).isEqualTo(System.getProperty("ccproxy.it.version"));
        assertThat(told.getString("version")).isEqualTo(status.getString("version"));
        assertThat(told.getString("commit")).isEqualTo(commit(build));
        assertThat(told.getString("date")).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
        assertThat(Instant.parse(told.getString("date"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void countsTheProvidersAndNamesThoseThatAnswer() {
        server.withOurSettings();
        await().untilAsserted(() -> {
            JsonObject providers = client.get("/status").json().getJsonObject("providers");
            assertThat(providers.getInt("count")).isEqualTo(2);
            assertThat(providers.getJsonArray("active")).containsExactly(Json.createValue("answering"));
        });
    }

    @Test
    void growsOlder() {
        String first = client.get("/status").json().getString("uptime");
        await().until(() -> !client.get("/status").json().getString("uptime").equals(first));
    }

    @Test
    void givesOnlyJsonThatIsNotCachedForOthers() {
        Response response = client.get("/status");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.header("cache-control")).isEqualTo("private, no-cache");
        assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.header("request-id")).isNotBlank();
        assertThat(response.headers()).doesNotContainKeys("server", "x-powered-by", "access-control-allow-origin");
    }

    @Test
    void answersHeadWithoutABody() {
        Response response = client.send("HEAD", "/status");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.header("cache-control")).isEqualTo("private, no-cache");
    }

    @Test
    void answersOptionsWithAllowAndNothingMore() {
        Response response = client.send("OPTIONS", "/status", "Accept: text/plain");
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(response.headers()).doesNotContainKeys("content-type", "access-control-allow-origin");
    }

    private static String commit(Properties build) {
        String commit = build.getProperty("commit");
        return commit.startsWith("${") ? "unknown" : commit;
    }

    /** The example under "Response" of the contract. */
    private static JsonObject documentedExample() throws IOException {
        try (InputStream in = StatusIT.class.getResourceAsStream("/contract/status-endpoint.md")) {
            String contract = new String(in.readAllBytes(), UTF_8);
            int response = contract.indexOf("### Response");
            int start = contract.indexOf("```json", response) + "```json".length();
            try (JsonReader reader =
                    Json.createReader(new StringReader(contract.substring(start, contract.indexOf("```", start))))) {
                return reader.readObject();
            }
        }
    }
}
