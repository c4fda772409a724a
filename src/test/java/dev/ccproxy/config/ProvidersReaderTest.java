package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersReaderTest {

    private static final String BASE_URL = "ccproxy.provider.openai.base-url";

    @TempDir
    Path folder;

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

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, true",
        "https://api.openai.com, true",
        "HTTPS://API.OpenAI.com:443/other, true",
        "http://api.openai.com/v1, false",
        "https://api.openai.com:8443/v1, false",
        "https://api.openai.com.evil.example/v1, false",
        "https://gateway.example/v1, false"
    })
    void aUsualVariableIsForTheWellKnownOriginOnly(String url, boolean sent) {
        Settings settings = Configured.by("ccproxy.providers", "openai", BASE_URL, url)
                .withEnvironment("OPENAI_API_KEY", "canary")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(key(only(settings))).isEqualTo(sent ? "canary" : null);
    }

    @Test
    void itsOwnKeyComesBeforeTheUsualVariable() {
        Settings settings = Configured.by("ccproxy.providers", "openai", "ccproxy.provider.openai.api-key", "own")
                .withEnvironment("OPENAI_API_KEY", "usual")
                .read();

        assertThat(key(only(settings))).isEqualTo("own");
    }

    @Test
    void takesItsKeyFromAFileThatHoldsOne() throws IOException {
        Path file = Files.write(folder.resolve("key"), "\uFEFF# ours\r\n\r\n the$key \r\n".getBytes(UTF_8));

        assertThat(key(only(withKeyFile(file)))).isEqualTo("the$key");
    }

    @ParameterizedTest
    @CsvSource({"'', holds no key", "'canary\ncanary2', holds more than one key"})
    void itsKeyFileMustHoldOneKey(String content, String fault) throws IOException {
        Path file = Files.write(folder.resolve("key"), content.getBytes(UTF_8));

        assertThat(withKeyFile(file).faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.provider.openai.api-key-file names a file that " + fault)
                .doesNotContain("canary");
    }

    @Test
    void refusesAKeyAndAKeyFileTogether() throws IOException {
        Path file = Files.write(folder.resolve("key"), "canary".getBytes(UTF_8));
        List<String> faults = Configured.by(
                        "ccproxy.providers", "openai",
                        "ccproxy.provider.openai.api-key", "canary",
                        "ccproxy.provider.openai.api-key-file", file.toString())
                .read()
                .faults();

        assertThat(faults).singleElement().asString().endsWith("are both set; remove one");
    }

    @ParameterizedTest
    @CsvSource({
        "key, , MODELS",
        "key, models, MODELS",
        "key, reach, REACH",
        "key, off, OFF",
        ", , REACH",
        ", models, MODELS",
        ", reach, REACH"
    })
    void asksForModelsWithAKeyAndForAnyAnswerWithout(
            @Nullable String apiKey, @Nullable String check, CheckMode expected) {
        Configured configured = Configured.by("ccproxy.providers", "openai");
        if (apiKey != null) {
            configured.and("ccproxy.provider.openai.api-key", apiKey);
        }
        if (check != null) {
            configured.and("ccproxy.provider.openai.check", check);
        }
        assertThat(only(configured.read()).check()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gateway.example/v1, , false",
        "http://10.0.0.1, , false",
        "http://[2001:db8::1], false, false",
        "http://localhost.example, , false",
        "http://gateway.example/v1, true, true",
        "HTTPS://gateway.example/v1, , true",
        "http://localhost:8080, , true",
        "http://127.0.0.9, , true",
        "http://[::1]:8080, , true"
    })
    void aKeyOverPlainHttpOffThisMachineIsAFault(String url, @Nullable String allowed, boolean good) {
        Configured configured = Configured.by(
                "ccproxy.providers", "openai", BASE_URL, url, "ccproxy.provider.openai.api-key", "canary");
        if (allowed != null) {
            configured.and("ccproxy.provider.openai.allow-plain-http", allowed);
        }
        List<String> faults = configured.read().faults();

        if (good) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults)
                    .singleElement()
                    .asString()
                    .startsWith(BASE_URL + " is plain http off this machine")
                    .contains("ccproxy.provider.openai.allow-plain-http=true")
                    .doesNotContain("canary");
        }
    }

    @Test
    void plainHttpWithoutAKeyOrOfADisabledProviderIsNoFault() {
        assertThat(Configured.by("ccproxy.providers", "openai", BASE_URL, "http://gateway.example")
                        .read()
                        .faults())
                .isEmpty();
        assertThat(Configured.by(
                                "ccproxy.providers",
                                "openai",
                                BASE_URL,
                                "http://gateway.example",
                                "ccproxy.provider.openai.api-key",
                                "canary",
                                "ccproxy.provider.openai.enabled",
                                "false")
                        .read()
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ccproxy.provider.openai.api-key", "OPENAI_API_KEY"})
    void refusesAKeyThatNoHeaderCanCarry(String key) {
        assertThat(Configured.by("ccproxy.providers", "openai", key, "canary\u2026")
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith(key + " has a character outside of ASCII")
                .doesNotContain("canary");
    }

    @Test
    void remembersTheFileThatItsKeyIsFrom() throws IOException {
        Path file = Files.write(folder.resolve("key"), "key".getBytes(UTF_8));

        assertThat(only(withKeyFile(file)).apiKeyFile()).isEqualTo(file);
        assertThat(only(Configured.by("ccproxy.providers", "openai").read()).apiKeyFile())
                .isNull();
    }

    private static Settings withKeyFile(Path file) {
        return Configured.by("ccproxy.providers", "openai", "ccproxy.provider.openai.api-key-file", file.toString())
                .read();
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
