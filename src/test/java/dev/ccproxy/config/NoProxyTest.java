package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|https://api.openai.com",
                "api.openai.com|https://api.openai.com",
                "API.OpenAI.com|https://api.openai.com/v1",
                "openai.com|https://api.openai.com",
                ".openai.com|https://api.openai.com",
                "*.openai.com|https://api.openai.com",
                "a.example, openai.com|https://api.openai.com",
                "a.example openai.com|https://api.openai.com",
                "api.openai.com:443|https://api.openai.com",
                "gw.example:80|http://gw.example",
                "gw.example:8080|http://gw.example:8080",
                "10.1.2.3|https://10.1.2.3",
                "10.0.0.0/8|https://10.255.2.3",
                "10.1.2.0/23|https://10.1.3.4",
                "0.0.0.0/0|https://192.0.2.1",
                "[2001:db8::1]|https://[2001:DB8:0::1]",
                "2001:db8::1|https://[2001:db8::1]",
                "[2001:db8::1]:8443|https://[2001:db8::1]:8443",
                "2001:db8::/32|https://[2001:db8:ffff::1]",
                "[2001:db8::]/32|https://[2001:db8:ffff::1]",
                "openai.com.|https://api.openai.com",
                "openai.com|https://api.openai.com."
            })
    void exempts(String value, URI url) {
        assertThat(new NoProxy(value).matches(url)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.example|https://api.openai.com",
                "enai.com|https://api.openai.com",
                "api.openai.com|https://openai.com",
                "api.openai.com:80|https://api.openai.com",
                "api.openai.com:8443|https://api.openai.com",
                "10.0.0.0/8|https://11.0.0.1",
                "10.1.2.0/23|https://10.1.4.4",
                "10.0.0.0/8|https://[2001:db8::1]",
                "10.0.0.0/8|https://ten.example",
                "10.0.0.0/|https://10.0.0.1",
                "10.1.2|https://10.1.2.3",
                "2001:db8::/32|https://[2001:db9::1]",
                "999.0.0.1|https://10.0.0.1",
                ".|https://api.openai.com",
                ",|https://api.openai.com"
            })
    void exemptsNoOther(String value, URI url) {
        assertThat(new NoProxy(value).matches(url)).isFalse();
    }

    @Test
    void exemptsNobodyWhereItIsNotSet() {
        assertThat(new NoProxy(null).matches(URI.create("https://api.openai.com")))
                .isFalse();
    }
}
