package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /status/providers}, by a server whose providers are well, hang, refuse, have run out or are switched off. */
class ProvidersIT {

    private static final String KEY = "x-api-key: providers-key";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final FakeProvider WELL = FakeProvider.answeringOverTls(certificate(-1, 400));
    private static final FakeProvider EXPIRED = FakeProvider.answeringOverTls(certificate(-30, -3));
    private static final FakeProvider HANGING = FakeProvider.hanging();
    private static final FakeProvider ASKED = FakeProvider.answering();

    @TempDir
    private static Path folder;

    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem());
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", "providers-key"),
                Map.entry("CCPROXY_TRUSTED_CERTIFICATES", authority.toString()),
                Map.entry("CCPROXY_PROVIDERS", "well,expired,hanging,refusing,asked,off,disabled,keyless"),
                Map.entry("CCPROXY_PROVIDER_WELL_BASE_URL", WELL.url() + "/v1"),
                Map.entry("CCPROXY_PROVIDER_WELL_FORMAT", "anthropic"),
                Map.entry("CCPROXY_PROVIDER_WELL_API_KEY", "sk-well"),
                Map.entry("CCPROXY_PROVIDER_EXPIRED_BASE_URL", EXPIRED.url()),
                Map.entry("CCPROXY_PROVIDER_HANGING_BASE_URL", HANGING.url()),
                Map.entry("CCPROXY_PROVIDER_REFUSING_BASE_URL", "http://127.0.0.1:" + Ports.free()),
                Map.entry("CCPROXY_PROVIDER_ASKED_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_OFF_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_OFF_CHECK", "off"),
                Map.entry("CCPROXY_PROVIDER_DISABLED_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_DISABLED_ENABLED", "false"),
                Map.entry("CCPROXY_PROVIDER_KEYLESS_BASE_URL", ASKED.url()),
                Map.entry("CCPROXY_PROVIDER_KEYLESS_CHECK", "models"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1h"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", "3s"),
                Map.entry("CCPROXY_CHECK_SLOW_AFTER", "3s")));
        client = server.client();
        await().until(() -> client.get("/health/started").status() == 200);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        List.of(WELL, EXPIRED, HANGING, ASKED).forEach(FakeProvider::close);
    }

    @Test
    void hasTheDocumentedKeysInTheirOrderWithTheirTypes() throws IOException {
        JsonObject documented = documentedExample();
        JsonObject list = client.get("/status/providers").json();
        JsonObject well = list.getJsonArray("providers").getJsonObject(0);

        assertThat(list.keySet()).containsExactlyElementsOf(documented.keySet());
        assertThat(Shape.of(client.get("/status/providers/refusing").json()))
                .isEqualTo(Shape.of(documented.getJsonArray("providers").getJsonObject(1)));
        JsonObject example = documented.getJsonArray("providers").getJsonObject(0);
        assertThat(well.keySet()).containsExactlyElementsOf(example.keySet());
        assertThat(well.getJsonObject("tls").keySet())
                .containsExactlyElementsOf(example.getJsonObject("tls").keySet());
    }

    @Test
    void listsEveryProviderInTheConfiguredOrderWithItsStateAndReason() {
        JsonObject list = client.get("/status/providers").json();
        List<String> told = list.getJsonArray("providers").getValuesAs(JsonObject.class).stream()
                .map(provider -> provider.getString("name") + " " + provider.getString("state") + " "
                        + provider.getString("reason"))
                .toList();

        assertThat(told)
                .containsExactly(
                        "well up ok",
                        "expired down tls_expired",
                        "hanging down response_timeout",
                        "refusing down connection_refused",
                        "asked up ok",
                        "off unknown not_checked",
                        "disabled disabled disabled",
                        "keyless down key_missing");
        assertThat(list.getBoolean("stale")).isFalse();
        assertThat(list.getJsonNumber("age_seconds").doubleValue()).isBetween(0.0, 600.0);
        JsonArray active =
                client.get("/status").json().getJsonObject("providers").getJsonArray("active");
        assertThat(active).containsExactly(Json.createValue("well"), Json.createValue("asked"));
    }

    @Test
    void saysWhichProviderHangsSinceWhenAndWhy() {
        JsonObject hanging = client.get("/status/providers/hanging").json();

        assertThat(hanging.getString("state")).isEqualTo("down");
        assertThat(hanging.getString("reason")).isEqualTo("response_timeout");
        assertThat(Instant.parse(hanging.getString("since")))
                .isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(hanging.getString("checked_at")).isEqualTo(hanging.getString("since"));
        assertThat(hanging.getInt("consecutive_failures")).isEqualTo(1);
        assertThat(hanging.getJsonObject("last_failure").getString("at")).isEqualTo(hanging.getString("since"));
        assertThat(hanging.get("last_success_at")).isEqualTo(JsonValue.NULL);
        assertThat(hanging.get("http_status")).isEqualTo(JsonValue.NULL);
        JsonObject latency = hanging.getJsonObject("latency_ms");
        assertThat(latency.getJsonNumber("connect").doubleValue()).isPositive();
        assertThat(latency.get("first_byte")).isEqualTo(JsonValue.NULL);
        assertThat(latency.getJsonNumber("total").doubleValue()).isBetween(2990.0, 6000.0);
    }

    @Test
    void tellsLatencyByPhaseAndTheCertificate() {
        JsonObject well = client.get("/status/providers/well").json();

        assertThat(well.getString("base_url")).isEqualTo(WELL.url() + "/v1");
        assertThat(well.getInt("http_status")).isEqualTo(200);
        JsonObject latency = well.getJsonObject("latency_ms");
        assertThat(latency.get("dns")).as("an address is not looked up").isEqualTo(JsonValue.NULL);
        double sum = 0;
        for (String phase : new String[] {"connect", "tls", "first_byte"}) {
            assertThat(latency.getJsonNumber(phase).doubleValue()).isPositive();
            sum += latency.getJsonNumber(phase).doubleValue();
        }
        assertThat(latency.getJsonNumber("total").doubleValue()).isGreaterThanOrEqualTo(sum - 0.01);
        JsonObject tls = well.getJsonObject("tls");
        assertThat(tls.getString("version")).isEqualTo("TLSv1.3");
        assertThat(tls.getString("issuer")).startsWith("CN=");
        assertThat(tls.getInt("days_left")).isEqualTo(399);
        JsonObject expired = client.get("/status/providers/expired").json().getJsonObject("tls");
        assertThat(expired.getInt("days_left")).isEqualTo(-4);
        assertThat(Instant.parse(expired.getString("not_after"))).isBefore(Instant.now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status/providers/nobody", "/status/providers/WELL", "/status/providers/%3Cscript%3E"})
    void anUnknownNameIs404AndNamesTheKnownOnes(String path) {
        Response response = client.get(path);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.errorType()).isEqualTo("not_found_error");
        assertThat(response.body())
                .contains("well, expired, hanging, refusing, asked, off, disabled, keyless")
                .doesNotContain("script");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /status/providers",
        "GET, /status/providers/well",
        "HEAD, /status/providers",
        "GET, /status/providers/nobody",
        "POST, /status/providers/asked/check",
        "POST, /status/providers/nobody/check"
    })
    void aStrangerIsToldNothing(String method, String path) {
        Response response = client.send(method, path, "Via: 1.1 proxy", "Content-Length: 0");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
    }

    @Test
    void answersHeadAndOptionsAndNoOtherMethod() {
        assertThat(client.send("HEAD", "/status/providers").status()).isEqualTo(200);
        assertThat(client.send("HEAD", "/status/providers/well").status()).isEqualTo(200);
        assertThat(client.send("OPTIONS", "/status/providers/well").header("allow"))
                .isEqualTo("GET, HEAD, OPTIONS");
        assertThat(client.send("OPTIONS", "/status/providers/well/check").header("allow"))
                .isEqualTo("OPTIONS, POST");
        Response refused = client.send("DELETE", "/status/providers/well", KEY);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(client.get("/status/providers/well/check", KEY).status()).isEqualTo(405);
        assertThat(client.get("/status/providers/well/other", KEY).status()).isEqualTo(404);
    }

    private static HeldCertificate certificate(int fromDay, int toDay) {
        long now = System.currentTimeMillis();
        return new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(now + TimeUnit.DAYS.toMillis(fromDay), now + TimeUnit.DAYS.toMillis(toDay))
                .build();
    }

    /** The example of the README. */
    private static JsonObject documentedExample() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```json", readme.indexOf("\n## Providers\n"));
        String example = readme.substring(start + "```json".length(), readme.indexOf("```", start + 3));
        try (JsonReader reader = Json.createReader(new StringReader(example))) {
            return reader.readObject();
        }
    }
}
