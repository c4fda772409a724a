package dev.ccproxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, ''",
        "LocalHost:3456, localhost, 3456",
        "localhost:, localhost, ''",
        "127.0.0.1:80, 127.0.0.1, 80",
        "[::1], [::1], ''",
        "[::1]:3456, [::1], 3456",
        "[::FFFF:127.0.0.1]:3456, [::ffff:127.0.0.1], 3456",
        "gateway.example, gateway.example, ''"
    })
    void takesHostAndPortApart(String text, String host, String port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost ",
                " localhost",
                "localhost evil.example",
                "localhost,evil.example",
                "user@localhost",
                "localhost@evil.example",
                "http://localhost",
                "localhost/",
                "localhost?x",
                "localhost#x",
                ":3456",
                "localhost:80:80",
                "localhost:http",
                "localhost:123456",
                "::1",
                "[::1",
                "::1]",
                "[::1]x",
                "[::1]]",
                "[localhost]",
                "[::1%lo]",
                "localhost\n",
                "localhost\0"
            })
    void whatIsNotOfTheFormNamesNoLoopbackHost(String text) {
        assertThat(Loopback.isHost(HostPort.parse(text).host())).isFalse();
    }

    @Test
    void isEmptyWhereThePortIsNone() {
        assertThat(HostPort.parse("localhost:http")).isEqualTo(new HostPort("", ""));
        assertThat(HostPort.parse("localhost:123456")).isEqualTo(new HostPort("", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, http, localhost:80",
        "localhost, https, localhost:443",
        "localhost:, http, localhost:80",
        "LOCALHOST:80, http, localhost:80",
        "localhost:80, https, localhost:80",
        "[::1]:3456, http, [::1]:3456"
    })
    void originsAreComparedInOneSpelling(String text, String scheme, String origin) {
        assertThat(HostPort.parse(text).originKey(scheme)).isEqualTo(origin);
    }
}
