package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.gateway.ClientRequest.Header;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 7, PT7S",
        "retry-after-ms, 1500, PT1.5S",
        "Retry-After, 'Sun, 06 Nov 1994 08:49:37 GMT', PT0S",
        "Retry-After, 999999999999999999999999, PT277777H46M39S",
        "Retry-After, soon, ",
        "Retry-After, -1, ",
        "Retry-After, '', ",
        "Age, 7, ",
    })
    void isInSecondsOrADate(String name, String value, Duration expected) {
        assertThat(RetryAfter.read(new Header(name, value))).isEqualTo(expected);
    }
}
