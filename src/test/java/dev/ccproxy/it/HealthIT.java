package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthIT {

    private final Client client = Server.shared().client();

    @ParameterizedTest
    @CsvSource({"live, ccproxy-live", "ready, ccproxy-ready", "started, ccproxy-started"})
    void isUpForEverybody(String probe, String name) {
        await().until(() -> client.get("/health/started").status() == 200);
        Response response = client.get("/health/" + probe, "X-Forwarded-For: 203.0.113.7");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getString("status")).isEqualTo("UP");
        JsonObject check = response.json().getJsonArray("checks").getJsonObject(0);
        assertThat(check.getString("name")).isEqualTo(name);
        assertThat(check.getString("status")).isEqualTo("UP");
    }

    /** Why readiness is DOWN. */
    static String reason(Response ready) {
        JsonObject check = ready.json().getJsonArray("checks").getJsonObject(0);
        assertThat(check.getString("name")).isEqualTo("ccproxy-ready");
        assertThat(check.getJsonObject("data").keySet()).containsExactly("reason");
        return check.getJsonObject("data").getString("reason");
    }

    @Test
    void showsNamesAndStatesOnly() {
        Response response = client.get("/health");
        assertThat(response.json().getJsonArray("checks"))
                .hasSize(3)
                .allSatisfy(check -> assertThat(check.asJsonObject().getOrDefault("data", JsonValue.EMPTY_JSON_OBJECT))
                        .isEqualTo(JsonValue.EMPTY_JSON_OBJECT));
    }
}
