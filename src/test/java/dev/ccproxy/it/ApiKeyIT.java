package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask with a key. In headers, {@code KEY} stands for a valid one, and {@code |} separates them. */
class ApiKeyIT {

    private static final String STRANGER = "X-Forwarded-For: 203.0.113.7";

    private final Client client = Server.shared().client();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-api-key: KEY",
                "x-api-key:    KEY   ",
                "Authorization: Bearer KEY",
                "authorization: bearer KEY",
                "Authorization: BEARER   \t KEY",
                "x-api-key: wrong|Authorization: Bearer KEY",
                "x-api-key: KEY|Authorization: Bearer wrong",
                "x-api-key: wrong|x-api-key: KEY",
                "Authorization: Basic Zm9vOmJhcg==|Authorization: Bearer KEY"
            })
    void admitsAStrangerWithAKey(String keys) {
        assertThat(client.get("/status", headers(STRANGER + "|" + keys)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-api-key: wrong",
                "x-api-key:",
                "x-api-key: KEYx",
                "x-api-key: KEY, KEY",
                "x-api-key: KEY KEY",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: KEY",
                "Authorization: Basic KEY",
                "Authorization: BearerKEY",
                "api-key: KEY",
                "Cookie: x-api-key=KEY"
            })
    void refusesAStrangerWithoutAValidKey(String keys) {
        Response response = client.get("/status", headers(STRANGER + "|" + keys));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(response.body())
                .isEqualTo(
                        "{\"error\":{\"type\":\"authentication_error\",\"message\":\"Invalid or missing API key\"}}");
    }

    @Test
    void takesADollarInAKeyForADollar() {
        Client ours = Server.shared().withOurSettings().client();
        assertThat(ours.get("/status", STRANGER, "X-API-KEY: " + Server.KEY_WITH_DOLLARS)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesAKeyInTheUrl() {
        assertThat(client.get("/status?api_key=" + Server.KEY + "&key=" + Server.KEY, STRANGER)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void admitsAKeyUnderAnyHost() {
        assertThat(client.raw(
                                "GET",
                                "GET /status HTTP/1.1",
                                "Host: evil.example",
                                "x-api-key: " + Server.KEY,
                                "Connection: close")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status/",
                "/status;x=1",
                "//status",
                "/%73tatus",
                "/./status",
                "/STATUS",
                "/status%2f",
                "/status%00",
                "/status/.",
                "/x/../status",
                "/status?x=1",
                "/status;/x",
                "/status%20",
                "/status/%2e",
                "/status\\"
            })
    void isNotOpenedByAnotherSpellingOfThePath(String path) {
        // Not by the status alone: Payara Micro answers some of these itself, now and then with an empty 200.
        Response response = client.get(path, STRANGER);
        assertThat(response.body()).doesNotContain("CCProxy");
        if (!response.body().isEmpty()) {
            assertThat(response.status()).isIn(400, 401, 404);
        }
    }

    private static String[] headers(String text) {
        return text.replace("KEY", Server.KEY).split("\\|", -1);
    }
}
