package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it is the client's fault: 4xx with its reason, and no failure in our log. */
@Tag("slow") // asks two thousand times
class OddRequestsIT {

    private static final String KEY = "x-api-key: odd-key";
    private static final String MAINTENANCE = "/status/maintenance";
    private static final int REQUESTS = 2000;

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "HEAD", "POST", "PUT", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW");
    private static final List<String> PATHS = List.of(
            "/status",
            "/status/providers",
            "/status/providers/a",
            "/status/providers/a/check",
            "/status/providers/a%2fb",
            MAINTENANCE,
            "/openapi.yaml",
            "/",
            "/error",
            "/nowhere",
            "/status/providers/%zz/check",
            "/status/providers/%00",
            "/status/providers/..;/a/check",
            "/status/providers/" + "a".repeat(3000),
            "/status/providers/%c3%28/check",
            "/status/providers/\"<>^`{|}/check",
            "/status/providers/a;x=%zz;y/check;z",
            "/status;a=b",
            "/status/;%",
            "/status%20",
            "/status//providers",
            "/status/providers/ü",
            "/status/providers/%F0%9F%98%80/check",
            "/[",
            "/status/providers/[::1");

    private static final List<String> QUERIES = List.of(
            "",
            "",
            "?",
            "?%",
            "?a=%",
            "?a=%zz",
            "?format=%zz",
            "?format=json&a=%",
            "?fail=%",
            "?fail=%c3%28",
            "?&&=&",
            "?format=json%00",
            "?a[]={}|\\^`\"<>",
            "?" + "%&".repeat(1000),
            "?\u0085ü",
            "?format=nagios&x=%u0041",
            "?#");
    private static final List<String> HEADERS = List.of(
            "Accept: ;q=x",
            "Accept: \"",
            "Accept: application/json;profile=\"a,b\"",
            "Accept: text/html;q=9",
            "Accept-Language: ;q=x",
            "Accept-Charset: x;q=x",
            "Content-Type: a",
            "Content-Type: ;",
            "Content-Type: application/json;charset=x",
            "Content-Type: application/json;q=2",
            "Content-Type: */*",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data",
            "Content-Type:",
            "Content-Encoding: gzip",
            "Content-Language: ;",
            "Cookie: $Version=x;=;\"",
            "If-Match: \"",
            "If-Modified-Since: x",
            "Range: bytes=x",
            "Expect: x",
            "Origin: http://[",
            "Sec-Fetch-Site: x",
            "X-Request-ID: ü",
            "X-Forwarded-For: %",
            "Forwarded: for=\"",
            "Authorization: Bearer",
            "Authorization: \"",
            "x-api-key: " + "x".repeat(5000),
            "X-HTTP-Method-Override: DELETE",
            "Upgrade: x",
            "Connection: Upgrade, HTTP2-Settings",
            KEY,
            KEY,
            KEY);
    private static final List<String> BODIES = List.of(
            "",
            "",
            "{",
            "[",
            "\0",
            "null",
            "{\"note\":1e99999999999}",
            "{\"note\":" + "[".repeat(2000),
            "{\"a\":".repeat(500),
            "{\"note\":\"a\",\"note\":\"b\"}",
            "{\"note\":\"\\ud800\"}",
            "{\"note\":\"\0\"}",
            "{\"until\":\"+999999999-12-31T23:59:59Z\"}",
            "\"" + "9".repeat(5000),
            "a=%&b",
            "{\"note\":\"fine\"}");

    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() {
        server = Server.start(Map.of(
                "CCPROXY_API_KEY", "odd-key",
                "CCPROXY_PROVIDERS", "a",
                "CCPROXY_PROVIDER_A_CHECK", "off",
                "CCPROXY_PROVIDER_A_BASE_URL", "http://127.0.0.1:9"));
        client = server.client();
        await().until(() -> client.get("/health/started").status() == 200);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void areNeverAFailureOfOurs() {
        Random random = new Random(13);
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String method = pick(METHODS, random);
            String target = pick(PATHS, random) + pick(QUERIES, random);
            String body = pick(BODIES, random);
            List<String> headers = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                headers.add(pick(HEADERS, random));
            }
            String what = method + " " + target + " " + headers + " " + body;
            try {
                Response response = client.sendOdd(method, target, body, headers);
                answered++;
                if (response.status() == 503) {
                    assertThat(client.get(MAINTENANCE).body()).as(what).contains("since");
                    assertThat(client.send("DELETE", MAINTENANCE, KEY).status()).isEqualTo(204);
                } else {
                    assertThat(response.status()).as(what).isLessThan(500);
                }
            } catch (UncheckedIOException e) {
                // A server may hang up on what is no HTTP to it.
            }
        }
        assertThat(answered).isGreaterThan(REQUESTS * 9 / 10);
        // The servers themselves log some paths and encodings that they cannot decode, before anything of ours is
        // asked.
        assertThat(server.logs()).doesNotContainPattern("Request \\S+ failed");
    }

    private static String pick(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    @ParameterizedTest
    @CsvSource({
        "?a=%, 200",
        "?%, 200",
        "?a=%zz&format=json, 200",
        "?format=%zz, 400",
        "?format=%, 400",
        "?fail=%zz, 400",
        "?fail=%c3%28&a=%, 400"
    })
    void aQueryIsNoReasonToRefuseButForOurOwnParameters(String query, int status) {
        Response response = client.get("/status" + query);
        assertThat(response.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(response.json().getJsonObject("error").getString("message"))
                    .containsAnyOf("json, openmetrics, prometheus, nagios", "down or degraded");
        }
        for (String path : List.of("/status/providers", "/status/providers/a", MAINTENANCE, "/openapi.yaml")) {
            assertThat(client.get(path + query).status()).as(path).isEqualTo(200);
        }
        assertThat(client.get("/nowhere" + query).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"note\":1e99999999999}",
                "{\"note\":-1e-99999999999}",
                "{\"note\":[[[[",
                "{\"note\":\"a\",\"note\":\"b\"}",
                "{\"note\":\"\\ud800\"}",
                "{\"until\":1e99999999999}",
                "1e99999999999"
            })
    void aBodyThatCannotBeTakenIsRefusedWithItsReason(String body) {
        Response response = client.sendJson("PUT", MAINTENANCE, body.replace("[[[[", "[".repeat(2000)), KEY);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().getJsonObject("error").getString("message")).isNotEqualTo("Invalid request");
        assertThat(client.get(MAINTENANCE).body()).isEqualTo("{\"maintenance\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ";", "/", "\"", "application/json, text/plain", "application/*", "text/json"})
    void aMediaTypeThatIsNotJsonIsRefused(String type) {
        Response response = client.send("PUT", MAINTENANCE, KEY, "Content-Type: " + type, "Content-Length: 0");
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.json().getJsonObject("error").getString("message")).contains("application/json");
    }
}
