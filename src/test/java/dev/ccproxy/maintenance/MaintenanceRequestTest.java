package dev.ccproxy.maintenance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.http.ErrorException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MaintenanceRequestTest {

    private static final Instant NOW = Instant.parse("2026-11-28T01:00:00Z");

    private static MaintenanceRequest of(byte[] body) {
        return MaintenanceRequest.of(body, NOW);
    }

    @Test
    void takesAByteOrderMarkAndBlanks() {
        assertThat(of("\uFEFF { \"note\" : \"ü\uD83D\uDE00\" } \n".getBytes(UTF_8))
                        .note())
                .isEqualTo("ü\uD83D\uDE00");
    }

    static Stream<Arguments> wrong() {
        String notAnObject = "The body must be a JSON object such as ";
        return Stream.of(
                Arguments.of("{\"note\":1e99999999999}", "note must be a string or null"),
                Arguments.of("{\"until\":-1E-99999999999}", "until must be a string or null"),
                Arguments.of("{\"note\":" + "9".repeat(4000) + "}", "note must be a string or null"),
                Arguments.of("{\"note\":" + "[".repeat(2000), "note must be a string or null"),
                Arguments.of("{\"note\":" + "{\"a\":".repeat(800), "note must be a string or null"),
                Arguments.of("{\"a\":".repeat(800), "Unknown key; allowed are until and note"),
                Arguments.of("[".repeat(4000), notAnObject),
                Arguments.of("[".repeat(2000) + "]".repeat(2000), notAnObject),
                Arguments.of("1e99999999999", notAnObject),
                Arguments.of("9".repeat(4000), notAnObject),
                Arguments.of("\"" + "a".repeat(4000), notAnObject),
                Arguments.of("{\"" + "a".repeat(4000) + "\":1}", "Unknown key; allowed are until and note"),
                Arguments.of("{\"note\":\"a\",\"note\":\"b\"}", "note must be given only once"),
                Arguments.of("{\"note\":null,\"note\":null}", "note must be given only once"),
                Arguments.of("{\"note\":\"\\ud800\"}", "note must not have half a character"),
                Arguments.of("{\"note\":\"a\\udc00b\"}", "note must not have half a character"),
                Arguments.of(
                        "{\"note\":\"\\u0000\"}",
                        "note must have at most 200 characters, none of them a control character"),
                Arguments.of("{\"note\":\"a\0\"}", notAnObject),
                Arguments.of("\0", notAnObject),
                Arguments.of("{\"note\":tru}", notAnObject),
                Arguments.of("{\"note\":\"\\x\"}", notAnObject),
                Arguments.of("{\"note\":\"\\u12\"}", notAnObject),
                Arguments.of("{\"note\" \"a\"}", notAnObject),
                Arguments.of("{\"note\"", notAnObject),
                Arguments.of("{}{}", notAnObject),
                Arguments.of("null", notAnObject),
                Arguments.of(" ", notAnObject),
                Arguments.of("\uFEFF", notAnObject),
                Arguments.of("\uFEFF\uFEFF{}", notAnObject),
                Arguments.of("{\"until\":\"+999999999-12-31T23:59:59Z\"}", "until must be before the year 10000"),
                Arguments.of("{\"until\":\"-999999999-01-01T00:00:00Z\"}", "until must be in the future"),
                Arguments.of(
                        "{\"until\":\"+1000000000-01-01T00:00:00Z\"}", "until must be a date with time and offset"),
                Arguments.of("{\"until\":\"" + "9".repeat(4000) + "\"}", "until must be a date with time and offset"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatIsWrong(String body, String message) {
        assertThatThrownBy(() -> of(body.getBytes(UTF_8)))
                .isInstanceOf(ErrorException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void takesUtf8Only() {
        for (byte[] body : new byte[][] {
            "{\"note\":\"ü\"}".getBytes(ISO_8859_1),
            "{}".getBytes(UTF_16),
            {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80}
        }) {
            assertThatThrownBy(() -> of(body)).hasMessage("The body must be UTF-8");
        }
    }
}
