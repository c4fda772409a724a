package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"},\"request_id\":\"r\"}",
                "{\"error\":{\"message\":\"busy\"}}",
            })
    void anEnvelopeOrNothingButAnErrorIsOne(String body) {
        assertThat(ErrorBody.isError(body.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"\\\"error\\\": {}\"}]}",
                "{\"type\":\"message\",\"error\":null,\"content\":[]}",
                "{\"type\":\"message\",\"error\":{\"of\":\"next year\"},\"content\":[]}",
                "{\"error\":\"busy\"}",
                "{\"error\":{\"type\":",
                "",
            })
    void aMessageIsNone(String body) {
        assertThat(ErrorBody.isError(body.getBytes(UTF_8))).isFalse();
    }
}
