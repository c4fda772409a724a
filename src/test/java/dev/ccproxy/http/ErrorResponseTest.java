package dev.ccproxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Logged;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ErrorResponseTest {

    @RegisterExtension
    private final Logged logged = Logged.by(ErrorResponse.class);

    private static String body(ErrorResponse error, boolean belowV1) {
        return new String(error.body(new RequestInfo("id-1", belowV1)), UTF_8);
    }

    @Test
    void hasTheContractsBody() {
        assertThat(body(ErrorResponse.of(new ErrorException(ErrorType.AUTHENTICATION)), false))
                .isEqualTo(
                        "{\"error\":{\"type\":\"authentication_error\",\"message\":\"Invalid or missing API key\"}}");
    }

    @Test
    void hasAnthropicsEnvelopeBelowV1() {
        assertThat(body(ErrorResponse.of(new ErrorException(ErrorType.OVERLOADED)), true))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},"
                        + "\"request_id\":\"id-1\"}");
    }

    @Test
    void escapesItsMessage() {
        ErrorException error = new ErrorException(ErrorType.INVALID_REQUEST, "a \"\\\n ü");

        assertThat(body(ErrorResponse.of(error), false)).contains("\"message\":\"a \\\"\\\\\\n ü\"");
    }

    @Test
    void keepsAStatusThatHasNoTypeOfItsOwn() {
        ErrorResponse error = ErrorResponse.ofStatus(414, null);

        assertThat(error.status()).isEqualTo(414);
        assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST);
    }

    @Test
    void saysWhenToComeBack() {
        assertThat(ErrorResponse.of(new ErrorException(ErrorType.SERVICE)).retryAfter())
                .isEqualTo(30);
        assertThat(ErrorResponse.of(new ErrorException(ErrorType.SERVICE, 7L)).retryAfter())
                .isEqualTo(7);
        assertThat(ErrorResponse.ofStatus(429, null).retryAfter()).isEqualTo(1);
        assertThat(ErrorResponse.ofStatus(404, null).retryAfter()).isZero();
    }

    @Test
    void hidesAnUnexpectedExceptionAndLogsItUnderTheRequestsId() {
        ErrorResponse error = ErrorResponse.of(new IllegalStateException("canary"));

        assertThat(error.status()).isEqualTo(500);
        assertThat(body(error, false))
                .isEqualTo("{\"error\":{\"type\":\"api_error\",\"message\":\"Internal server error\"}}");
        assertThat(logged.lines(Level.SEVERE)).containsExactly("Request id-1 failed");
        assertThat(logged.records().get(0).getThrown()).hasMessage("canary");
    }

    @Test
    void isNotLoggedIfItIsTheClientsFault() {
        assertThat(body(ErrorResponse.of(new ErrorException(ErrorType.NOT_FOUND)), false))
                .contains("Not found");
        assertThat(logged.records()).isEmpty();
    }
}
