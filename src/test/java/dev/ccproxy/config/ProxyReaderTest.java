package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy stands on the way to a provider. Isolated, because it sets the JVM's own proxy properties. */
@Isolated
class ProxyReaderTest {

    private static final String[] PROPERTIES = {
        "https.proxyHost", "https.proxyPort", "http.proxyHost", "http.proxyPort", "http.nonProxyHosts", "socksProxyHost"
    };

    @AfterEach
    void clear() {
        for (String property : PROPERTIES) {
            System.clearProperty(property);
        }
    }

    @Test
    void thereIsNoneUnlessSomebodySaysSo() {
        assertThat(shown(proxy("https://api.example", Configured.by()))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, proxy.example:3128",
        "http://proxy.example:3128/, proxy.example:3128",
        "HTTP://proxy.example:3128, proxy.example:3128",
        "proxy.example:3128, proxy.example:3128",
        "http://10.0.0.1:80, 10.0.0.1:80",
        "http://[2001:db8::1]:3128, [2001:db8::1]:3128"
    })
    void isReadFromOurOwnSetting(String value, String expected) {
        for (String url : new String[] {"https://api.example", "http://gateway.example"}) {
            ProxySettings proxy = proxy(url, Configured.by("ccproxy.proxy", value));
            assertThat(shown(proxy)).isEqualTo(expected);
            assertThat(Objects.requireNonNull(proxy).credentials()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://ann:p4ss@proxy.example:3128, ann:p4ss",
        "http://ann:p%40s%3Asw%2Ford+1@proxy.example:3128, ann:p@s:sw/ord+1",
        "ann:p4ss@proxy.example:3128, ann:p4ss",
        "http://token@proxy.example:3128, token:"
    })
    void keepsItsCredentialsSecret(String value, String credentials) {
        ProxySettings proxy =
                Objects.requireNonNull(proxy("https://api.example", Configured.by("ccproxy.proxy", value)));

        assertThat(Objects.requireNonNull(proxy.credentials()).reveal()).isEqualTo(credentials);
        assertThat(proxy.toString()).doesNotContain("p4ss", "sw/ord");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://canary.example:3128",
                "socks5://canary.example:1080",
                "http://canary.example",
                "http://canary.example:0",
                "http://canary.example:65536",
                "http://canary_proxy:3128",
                "http://canary.example:3128/path",
                "http://canary.example:3128?x",
                "http://ann:ca%zznary@proxy.example:3128",
                "http://ann:can ary@proxy.example:3128",
                "canary"
            })
    void refusesAnythingElseWithoutQuotingIt(String value) {
        assertThat(Configured.by("ccproxy.proxy", value).read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.proxy must be the company's HTTP proxy with its port")
                .endsWith("or none")
                .doesNotContain("canary", "zznary");
    }

    @Test
    void ourOwnSettingComesBeforeTheJvmsAndTheEnvironments() {
        System.setProperty("https.proxyHost", "jvm.example");
        Configured all =
                Configured.by("ccproxy.proxy", "own.example:1").withEnvironment("HTTPS_PROXY", "http://env.example:3");

        assertThat(shown(proxy("https://api.example", all))).isEqualTo("own.example:1");
        assertThat(proxy("https://api.example", all.and("ccproxy.proxy", "None")))
                .isNull();
    }

    @Test
    void theJvmsComesBeforeTheEnvironments() {
        System.setProperty("https.proxyHost", "jvm.example");
        System.setProperty("https.proxyPort", "2");
        System.setProperty("http.nonProxyHosts", "*.internal.example");
        Configured environment = Configured.byEnvironment("HTTPS_PROXY", "http://env.example:3");

        assertThat(shown(proxy("https://api.example", environment))).isEqualTo("jvm.example:2");
        assertThat(proxy("https://gw.internal.example", environment)).isNull();
        assertThat(proxy("http://gateway.example", environment)).isNull();
    }

    @Test
    void theJvmsForPlainHttpIsAnother() {
        System.setProperty("http.proxyHost", "jvm.example");

        assertThat(shown(proxy("http://gateway.example", Configured.by()))).isEqualTo("jvm.example:80");
        assertThat(proxy("https://api.example", Configured.by())).isNull();
    }

    @Test
    void aSocksProxyOfTheJvmIsLeftToTheJvm() {
        System.setProperty("socksProxyHost", "socks.example");

        assertThat(proxy("https://api.example", Configured.byEnvironment("HTTPS_PROXY", "http://env.example:3")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void theEnvironmentsIsForHttps(String variable) {
        Configured environment = Configured.byEnvironment(variable, "http://env.example:3");

        assertThat(shown(proxy("https://api.example", environment))).isEqualTo("env.example:3");
        assertThat(proxy("http://gateway.example", environment)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_PROXY", "no_proxy"})
    void noProxyExemptsFromOurOwnAndTheEnvironments(String variable) {
        Configured own = Configured.by("ccproxy.proxy", "own.example:1").withEnvironment(variable, "internal.example");
        Configured environment =
                Configured.byEnvironment("HTTPS_PROXY", "http://env.example:3", variable, "internal.example");

        assertThat(proxy("https://gw.internal.example", own)).isNull();
        assertThat(proxy("https://gw.internal.example", environment)).isNull();
        assertThat(shown(proxy("https://api.example", environment))).isEqualTo("env.example:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:11434", "https://LOCALHOST", "http://127.0.0.2", "http://[::1]:1"})
    void thisMachineIsNeverAskedThroughAProxy(String url) {
        assertThat(proxy(url, Configured.by("ccproxy.proxy", "own.example:1"))).isNull();
    }

    @Test
    void aVariableOfTheEnvironmentThatCannotBeUsedIsAFaultOnlyWhereItWouldBe() {
        Configured socks = Configured.byEnvironment("HTTPS_PROXY", "socks5://canary.example:1080");

        assertThat(socks.and("ccproxy.providers", "ollama").read().faults()).isEmpty();
        assertThat(socks.and("ccproxy.providers", "openai", "ccproxy.provider.openai.enabled", "false")
                        .read()
                        .faults())
                .isEmpty();
        assertThat(socks.and("ccproxy.providers", "openai,groq", "ccproxy.provider.openai.enabled", "true")
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith("HTTPS_PROXY must be")
                .endsWith("or set ccproxy.proxy; none means no proxy")
                .doesNotContain("canary");
        assertThat(socks.and("ccproxy.proxy", "none").read().faults()).isEmpty();
    }

    private static @Nullable ProxySettings proxy(String url, Configured configured) {
        Settings settings = configured
                .and("ccproxy.providers", "somebody", "ccproxy.provider.somebody.base-url", url)
                .read();
        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        Map<String, ProviderSettings> providers = settings.providers();
        return Objects.requireNonNull(providers.get("somebody")).proxy();
    }

    private static @Nullable String shown(@Nullable ProxySettings proxy) {
        return proxy == null ? null : proxy.host() + ":" + proxy.port();
    }
}
