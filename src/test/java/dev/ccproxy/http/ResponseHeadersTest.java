package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadersTest {

    private static Map<String, String> completed(Map<String, String> given, int status, boolean belowV1) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(given);
        ResponseHeaders.complete(new RequestInfo("ours", belowV1), status, headers::containsKey, headers::put);
        return headers;
    }

    @Test
    void areAdded() {
        assertThat(completed(Map.of(), 200, false))
                .containsOnly(
                        Map.entry("request-id", "ours"),
                        Map.entry("X-Content-Type-Options", "nosniff"),
                        Map.entry("Cache-Control", "private, no-cache"));
        assertThat(completed(Map.of(), 404, false)).containsEntry("Cache-Control", "no-store");
        assertThat(completed(Map.of(), 429, true)).doesNotContainKey("Retry-After");
    }

    @Test
    void thatTheResponseHasStay() {
        Map<String, String> given = Map.of(
                "Request-Id", "req_1", "cache-control", "no-cache", "retry-after", "9", "www-authenticate", "Basic");

        assertThat(completed(given, 401, false)).containsAllEntriesOf(given).hasSize(5);
        assertThat(completed(given, 503, true)).containsAllEntriesOf(given);
    }

    @ParameterizedTest
    @CsvSource({"401, true, true", "401, false, false", "403, true, false"})
    void tellAClientBelowV1NotToRepeatAnUnauthorizedRequest(int status, boolean belowV1, boolean told) {
        assertThat(completed(Map.of(), status, belowV1).containsKey("x-should-retry"))
                .isEqualTo(told);
    }
}
