package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeysTest {

    @ParameterizedTest
    @CsvSource({
        "ccproxy.provider, ccproxy.providers",
        "ccproxy.api-keys, ccproxy.api-key",
        "ccproxy.apiKeyFile, ccproxy.api-key-file",
        "ccproxy.check.intervall, ccproxy.check.interval",
        "ccproxy.auth.local-host, ccproxy.auth.localhost",
        "ccproxy.provider.openai.base_url, ccproxy.provider.openai.base-url",
        "ccproxy.provider.openai.url, ccproxy.provider.openai.base-url"
    })
    void namesTheNearestKey(String unknown, String nearest) {
        assertThat(Configured.by("ccproxy.providers", "openai", unknown, "canary")
                        .read()
                        .warnings())
                .containsExactly(unknown + " is not a known setting and is ignored; the nearest is " + nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "CCPROXY_PROVIDER, CCPROXY_PROVIDERS",
        "CCPROXY_APIKEYS, CCPROXY_APIKEY",
        "CCPROXY_BIND_PORT, CCPROXY_PORT",
        "CCPROXY_CHECK_INTERVALL, CCPROXY_CHECK_INTERVAL",
        "ccproxy_check_timeouts, CCPROXY_CHECK_TIMEOUT",
        "CCPROXY_PROVIDER_OPENAI_URL, CCPROXY_PROVIDER_OPENAI_BASE_URL"
    })
    void namesTheNearestVariable(String unknown, String nearest) {
        assertThat(Configured.byEnvironment("CCPROXY_PROVIDERS", "openai", unknown, "canary")
                        .read()
                        .warnings())
                .containsExactly(unknown + " is not a known setting and is ignored; the nearest is " + nearest);
    }

    @Test
    void saysThatTheProviderOfAKeyIsNotInTheList() {
        String unlisted = " is not a known setting and is ignored, because ccproxy.providers lists no such provider;"
                + " the nearest is ";
        assertThat(Configured.by("ccproxy.providers", "openai", "ccproxy.provider.opnai.base-url", "canary")
                        .read()
                        .warnings())
                .containsExactly("ccproxy.provider.opnai.base-url" + unlisted + "ccproxy.provider.openai.base-url");
        assertThat(Configured.byEnvironment("CCPROXY_PROVIDERS", "openai", "CCPROXY_PROVIDER_OPNAI_BASE_URL", "canary")
                        .read()
                        .warnings())
                .containsExactly("CCPROXY_PROVIDER_OPNAI_BASE_URL" + unlisted + "CCPROXY_PROVIDER_OPENAI_BASE_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "team"})
    void saysThatTheClientOrTeamOfAKeyIsNotInTheList(String what) {
        String key = "ccproxy." + what + ".alcie.requests-per-minute";
        assertThat(Configured.by("ccproxy." + what + "s", "alice", key, "5")
                        .read()
                        .warnings())
                .containsExactly(key + " is not a known setting and is ignored, because ccproxy." + what
                        + "s lists no such " + what + "; the nearest is ccproxy." + what
                        + ".alice.requests-per-minute");
        String variable = "CCPROXY_" + what.toUpperCase(Locale.ROOT) + "_ALCIE_MODELS";
        assertThat(Configured.byEnvironment(variable, "*").read().warnings())
                .singleElement()
                .asString()
                .startsWith(variable + " is not a known setting and is ignored, because ccproxy." + what
                        + "s lists no such " + what + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CCPROXY_SERVICE_HOST",
                "CCPROXY_SERVICE_PORT",
                "CCPROXY_SERVICE_PORT_HTTP",
                "CCPROXY_PORT_3456_TCP",
                "CCPROXY_PORT_3456_TCP_PROTO",
                "CCPROXY_PORT_3456_TCP_PORT",
                "CCPROXY_PORT_3456_TCP_ADDR",
                "CCPROXY_METRICS_SERVICE_HOST",
                "CCPROXY_METRICS_PORT",
                "CCPROXY_METRICS_PORT_9090_TCP_ADDR"
            })
    void saysNothingOfWhatKubernetesSets(String variable) {
        assertThat(Configured.byEnvironment(variable, "tcp://10.96.0.17:3456")
                        .read()
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_API_KEY", "HOME", "other.key", "ccproxying.key", "CCPROXYING", "CCPROXY"})
    void saysNothingOfWhatIsNotOurs(String name) {
        assertThat(Configured.by(name, "x").read().warnings()).isEmpty();
        assertThat(Configured.byEnvironment(name, "x").read().warnings()).isEmpty();
    }

    @Test
    void saysOnceWhatAServerListsInBothSpellings() {
        assertThat(Configured.by("ccproxy.check.intervall", "1s")
                        .withEnvironment("CCPROXY_CHECK_INTERVALL", "1s")
                        .read()
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("CCPROXY_CHECK_INTERVALL is not a known setting");
    }

    @Test
    void aKnownVariableThatAServerListsAsAGuessedKeyIsKnown() {
        assertThat(Configured.by("ccproxy.api.key", "one")
                        .withEnvironment("CCPROXY_API_KEY", "one")
                        .read()
                        .warnings())
                .isEmpty();
    }
}
