package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /status} in its several forms, by a server of which one provider answers and one refuses. */
class StatusFormatIT {

    private static final Server SERVER = Server.shared();
    private static final Client CLIENT = SERVER.client();

    @BeforeAll
    static void lookedAtOnce() {
        SERVER.withOurSettings();
        await().until(() -> CLIENT.get("/health/started").status() == 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/status | X: none | application/json",
                "/status | Accept: */* | application/json",
                "/status | Accept: application/json | application/json",
                "/status | Accept: text/html, */*;q=0.8 | application/json",
                "/status | Accept: text/plain | text/plain;charset=utf-8;version=0.0.4",
                "/status | Accept: text/plain;version=0.0.4;q=0.5, */*;q=0.1 | text/plain;charset=utf-8;version=0.0.4",
                "/status | Accept: application/openmetrics-text;version=1.0.0"
                        + " | application/openmetrics-text;charset=utf-8;version=1.0.0",
                "/status | Accept: application/openmetrics-text; version=1.0.0; q=0.7, text/plain; q=0.6"
                        + " | application/openmetrics-text;charset=utf-8;version=1.0.0",
                "/status?format=json | Accept: text/plain | application/json",
                "/status?format=prometheus | Accept: text/html | text/plain;charset=utf-8;version=0.0.4",
                "/status?format=openmetrics | X: none | application/openmetrics-text;charset=utf-8;version=1.0.0",
                "/status?format=nagios | Accept: application/json | text/plain;charset=utf-8"
            })
    void areChosenByFormatOrAccept(String path, String header, String contentType) {
        Response response = CLIENT.get(path, header);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type").replace(" ", "").split(";", -1))
                .containsExactlyInAnyOrder(contentType.split(";", -1));
        assertThat(response.header("vary")).isEqualTo("Accept");
        assertThat(response.header("cache-control")).isEqualTo("private, no-cache");
        assertThat(response.header("content-length"))
                .as("some old checkers choke on chunks")
                .isEqualTo(Integer.toString(response.body().getBytes(UTF_8).length));

        Response head = CLIENT.send("HEAD", path, header);
        assertThat(head.status()).isEqualTo(200);
        for (String name : List.of("content-type", "vary", "cache-control")) {
            assertThat(head.header(name)).isEqualTo(response.header(name));
        }
        if (head.headers().containsKey("content-length")) {
            assertThat(Integer.parseInt(head.header("content-length")))
                    .as("what GET would have now, whose figures have other digits than a moment ago")
                    .isCloseTo(Integer.parseInt(response.header("content-length")), within(64));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 200",
        "?fail=down, 200",
        "?fail=degraded, 503",
        "?fail=degraded&format=json, 503",
        "?format=nagios&fail=degraded, 503",
        "?format=prometheus&fail=degraded, 503",
        "?format=nagios&fail=down, 200"
    })
    void failWhereThePollerWantsIt(String query, int status) {
        Response plain = CLIENT.get("/status" + query.replaceAll("&?fail=[a-z]+", ""));
        Response response = CLIENT.get("/status" + query);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("content-type")).isEqualTo(plain.header("content-type"));
        assertThat(withoutTimes(response)).isEqualTo(withoutTimes(plain));
        assertThat(CLIENT.send("HEAD", "/status" + query).status()).isEqualTo(status);
    }

    private static String withoutTimes(Response response) {
        return response.body().replaceAll("[0-9]", "").replaceAll("(?m)^ccproxy_provider_checks.*$", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?format=xml | format must be one of json, openmetrics, prometheus, nagios",
                "?format= | format must be one of json, openmetrics, prometheus, nagios",
                "?format=%3Cscript%3E | format must be one of json, openmetrics, prometheus, nagios",
                "?format=json&format=json | format must be given only once",
                "?fail=up | fail must be down or degraded",
                "?fail=down&fail=degraded | fail must be given only once"
            })
    void refuseAnUnknownValue(String query, String message) {
        Response response = CLIENT.get("/status" + query);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errorType()).isEqualTo("invalid_request_error");
        assertThat(response.json().getJsonObject("error").getString("message")).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "application/openmetrics-text;version=2.0.0", "application/json;q=0", "*/*;q=0"})
    void refuseAMediaTypeThatIsNotOffered(String accept) {
        Response response = CLIENT.get("/status", "Accept: " + accept);
        assertThat(response.status()).isEqualTo(406);
        assertThat(response.errorType()).isEqualTo("invalid_request_error");
    }

    @Test
    void haveTheSameFigures() {
        JsonObject json = CLIENT.get("/status").json();
        String prometheus = CLIENT.get("/status?format=prometheus").body();
        String openMetrics = CLIENT.get("/status?format=openmetrics").body();
        String nagios = CLIENT.get("/status?format=nagios").body();

        assertThat(json.getJsonObject("providers").getInt("count")).isEqualTo(2);
        for (String metrics : List.of(prometheus, openMetrics)) {
            assertThat(metrics)
                    .contains("\nccproxy_providers 2.0\n", "\nccproxy_providers_active 1.0\n")
                    .contains("\nccproxy_provider_state{provider=\"answering\",ccproxy_provider_state=\"up\"} 1\n")
                    .contains("\nccproxy_provider_state{provider=\"refusing\",ccproxy_provider_state=\"down\"} 1\n")
                    .contains("\nccproxy_provider_reason_info{provider=\"refusing\",reason=\"connection_refused\"} 1\n")
                    .contains("ccproxy_provider_checks_total{provider=\"answering\",reason=\"ok\"} ")
                    .contains("version=\"" + json.getString("version") + "\"");
        }
        assertThat(openMetrics).endsWith("\n# EOF\n");
        assertThat(nagios)
                .startsWith("CCPROXY WARNING - 1 of 2 providers active: refusing down (connection_refused) |")
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(uptime(prometheus, "\nccproxy_uptime_seconds ([0-9.]+)\n"))
                .isCloseTo(uptime(nagios, "'uptime'=([0-9]+)s"), org.assertj.core.data.Offset.offset(5.0));
    }

    private static double uptime(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void areForThoseWhoMayAskOnly() {
        for (String format : List.of("json", "openmetrics", "prometheus", "nagios", "xml")) {
            Response response = CLIENT.get("/status?format=" + format, "X-Forwarded-For: 192.0.2.1");
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.errorType()).isEqualTo("authentication_error");
        }
    }
}
