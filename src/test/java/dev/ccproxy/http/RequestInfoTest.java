package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestInfoTest {

    @ParameterizedTest
    @CsvSource({
        "/v1, true",
        "/v1/, true",
        "/v1/messages, true",
        "/v1/messages/count_tokens, true",
        "/, false",
        "'', false",
        "/status, false",
        "/v12, false",
        "/v1beta/models, false",
        "/V1/messages, false",
        "/status/v1/messages, false"
    })
    void knowsWhatIsBelowV1(String path, boolean below) {
        assertThat(RequestInfo.isBelowV1(path)).isEqualTo(below);
    }
}
