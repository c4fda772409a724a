package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersReaderTest {

    private static final String BASE_URL = "ccproxy.provider.openai.base-url";

    @ParameterizedTest
    @CsvSource({
        "anthropic, https://api.anthropic.com, ANTHROPIC, ANTHROPIC_API_KEY",
        "openai, https://api.openai.com/v1, OPENAI, OPENAI_API_KEY",
        "gemini, https://generativelanguage.googleapis.com, GEMINI, GEMINI_API_KEY",
        "gemini, https://generativelanguage.googleapis.com, GEMINI, GOOGLE_API_KEY",
        "deepseek, https://api.deepseek.com, OPENAI, DEEPSEEK_API_KEY",
        "openrouter, https://openrouter.ai/api/v1, OPENAI, OPENROUTER_API_KEY",
        "groq, https://api.groq.com/openai/v1, OPENAI, GROQ_API_KEY",
        "mistral, https://api.mistral.ai/v1, OPENAI, MISTRAL_API_KEY",
        "xai, https://api.x.ai/v1, OPENAI, XAI_API_KEY"
    })
    void aWellKnownNameAndItsUsualVariableAreEnough(String name, String baseUrl, Format format, String variable) {
        Settings settings = Configured.byEnvironment("CCPROXY_PROVIDERS", name, variable, "canary")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        ProviderSettings provider = only(settings);
        assertThat(provider.baseUrl()).hasToString(baseUrl);
        assertThat(provider.format()).isEqualTo(format);
        assertThat(provider.enabled()).isTrue();
        assertThat(provider.check()).isEqualTo(CheckMode.MODELS);
        assertThat(key(provider)).isEqualTo("canary");
        assertThat(settings.toString()).doesNotContain("canary");
    }

    @Test
    void ollamaNeedsNoKey() {
        ProviderSettings ollama =
                only(Configured.by("ccproxy.providers", "ollama").read());

        assertThat(ollama.baseUrl()).hasToString("http://127.0.0.1:11434/v1");
        assertThat(ollama.apiKey()).isNull();
    }

    @Test
    void keepsTheConfiguredOrder() {
        Map<String, ProviderSettings> providers = Configured.by("ccproxy.providers", " xai,, anthropic ,openai,")
                .read()
                .providers();

        assertThat(providers.keySet()).containsExactly("xai", "anthropic", "openai");
    }

    @Test
    void readsEveryKeyOfAProvider() {
        ProviderSettings provider = only(Configured.by(
                        "ccproxy.providers", "0-gateway",
                        "ccproxy.provider.0-gateway.base-url", "HTTP://Gateway.Internal:8080/v1",
                        "ccproxy.provider.0-gateway.format", "Gemini",
                        "ccproxy.provider.0-gateway.enabled", "false",
                        "ccproxy.provider.0-gateway.check", "off",
                        "ccproxy.provider.0-gateway.api-key", "a${b}$c")
                .read());

        assertThat(provider.baseUrl()).hasToString("HTTP://Gateway.Internal:8080/v1");
        assertThat(provider.format()).isEqualTo(Format.GEMINI);
        assertThat(provider.enabled()).isFalse();
        assertThat(provider.checked()).isFalse();
        assertThat(provider.check()).isEqualTo(CheckMode.OFF);
        assertThat(key(provider)).isEqualTo("a${b}$c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenAI", "-openai", "open_ai", "open ai", "openai.com", "öpenai", "https://u:canary@x"})
    void refusesABadName(String name) {
        assertThat(Configured.by("ccproxy.providers", "groq," + name).read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.providers has the name " + (name.matches("[A-Za-z._-]+") ? name : "number 2"))
                .contains("1 to 63 lower-case letters, digits and hyphens")
                .doesNotContain("canary");
    }

    @Test
    void aNameHas63CharactersAtTheMost() {
        String longest = "a".repeat(63);
        assertThat(Configured.by(
                                "ccproxy.providers",
                                longest,
                                "ccproxy.provider." + longest + ".base-url",
                                "http://x.example")
                        .read()
                        .faults())
                .isEmpty();
        assertThat(Configured.by("ccproxy.providers", longest + "a").read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.providers has the name number 1;");
    }

    @Test
    void refusesANameThatStandsTwice() {
        assertThat(Configured.by("ccproxy.providers", "openai,groq,openai")
                        .read()
                        .faults())
                .containsExactly("ccproxy.providers has the name openai twice; remove one");
    }

    @Test
    void anUnknownProviderNeedsABaseUrl() {
        assertThat(Configured.by("ccproxy.providers", "acme").read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.provider.acme.base-url is missing")
                .endsWith("anthropic, deepseek, gemini, groq, mistral, ollama, openai, openrouter, xai");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.canary.example",
                "//canary.example/v1",
                "ftp://canary.example",
                "https:///canary",
                "https:canary",
                "https://user:canary@host.example",
                "https://canary@host.example",
                "https://host.example/v1?key=canary",
                "https://host.example/v1#canary",
                "https://host.example:0/canary",
                "https://host.example:65536/canary",
                "https://host.example:port/canary",
                "https://host_canary/",
                "https://canary-is-a-label-of-more-than-sixty-three-characters-which-is-too-long.example",
                "https://host.example/can ary"
            })
    void refusesABadBaseUrlWithoutQuotingIt(String url) {
        assertThat(Configured.by("ccproxy.providers", "openai", BASE_URL, url)
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith(BASE_URL + " must be an http or https URL whose host is of letters")
                .doesNotContain("can", "host.example");
    }

    private static ProviderSettings only(Settings settings) {
        assertThat(settings.providers()).hasSize(1);
        return settings.providers().values().iterator().next();
    }

    private static @Nullable String key(ProviderSettings provider) {
        Secret key = provider.apiKey();
        return key == null ? null : key.reveal();
    }
}
