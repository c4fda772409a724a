package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "*:443|https://api.openai.com",
                "10.0.0.0/8:443|https://10.255.2.3",
                "[2001:db8::]/32:8443|https://[2001:db8:ffff::1]:8443",
                "10.0.0.0/08|https://10.255.2.3",
                "a.example, http://b.example ,openai.com|https://api.openai.com",
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
        assertThat(noProxy(value).matches(url)).isTrue();
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
                "10.0.0.1/33|https://10.0.0.1",
                "[2001:db8::1]/129|https://[2001:db8::1]",
                "[openai.com]|https://api.openai.com",
                ".|https://api.openai.com",
                ",|https://api.openai.com"
            })
    void exemptsNoOther(String value, URI url) {
        assertThat(noProxy(value).matches(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host",
                "https://host:8080/",
                "10.0.0.0/33",
                "2001:db8::/129",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "host/8",
                "foo:99999",
                "foo:0",
                "foo:",
                ":8080",
                "*.foo.*",
                "*foo.example",
                "foo.*",
                "10.0.0.*",
                "10.1.2",
                "10.0.0.1-10.0.0.9",
                "999.0.0.1",
                "[::1",
                "::1]",
                "[foo]",
                "fe80::1%1",
                "foo..example",
                "..foo.example",
                ".",
                "*."
            })
    void warnsOfAnEntryThatExemptsNothingAndNamesIt(String entry) {
        assertThat(noProxy("good.example," + entry + ", 10.0.0.0/8").warnings())
                .singleElement()
                .asString()
                .startsWith("NO_PROXY has the entry " + entry + ", which exempts nothing from the proxy; ")
                .contains("10.0.0.0/8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ann:canary@host",
                "ann:canary",
                "canary;b.example",
                "<canary>",
                "can\u00e4ry",
                "http://canary-canary-canary-canary-canary-canary-canary-canary-canary-canary"
            })
    void warnsOfOneThatMayBeASecretByItsNumber(String entry) {
        assertThat(noProxy("good.example, " + entry).warnings())
                .singleElement()
                .asString()
                .startsWith("NO_PROXY has the entry number 2, which exempts nothing")
                .doesNotContain("canary", "can\u00e4ry");
    }

    @Test
    void warnsOfEachPartByItsNumberWhereOneHasAPassword() {
        assertThat(noProxy("http://ann:can ary:99999 , x@host").warnings())
                .hasSize(3)
                .allMatch(warning -> warning.startsWith("NO_PROXY has the entry number "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",, ,",
                "*",
                "localhost,127.0.0.1,::1,[::1]:80",
                ".internal,*.internal:8443 my_host k8s-1.",
                "10.0.0.5/8,0.0.0.0/0,::/0,::ffff:10.0.0.1",
                "EXAMPLE.com"
            })
    void saysNothingOfWhatCanMatch(String value) {
        assertThat(noProxy(value).warnings()).isEmpty();
    }

    @Test
    void itsWarningsAreThoseOfTheConfiguration() {
        for (String name : new String[] {"NO_PROXY", "no_proxy"}) {
            assertThat(Configured.byEnvironment(name, "http://host").read().warnings())
                    .singleElement()
                    .asString()
                    .startsWith("NO_PROXY has the entry http://host, which");
        }
    }

    private static NoProxy noProxy(String value) {
        return new NoProxy(new Variable("NO_PROXY", value));
    }

    @Test
    void exemptsNobodyWhereItIsNotSet() {
        assertThat(new NoProxy(null).matches(URI.create("https://api.openai.com")))
                .isFalse();
    }
}
