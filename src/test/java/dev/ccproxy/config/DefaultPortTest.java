package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultPortTest {

    @ParameterizedTest
    @CsvSource({"http, 80", "https, 443", "HTTPS, 443"})
    void goesByTheScheme(String scheme, int port) {
        assertThat(DefaultPort.of(scheme)).isEqualTo(port);
    }
}
