package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a provider's key is from, how it is checked by that, and where it may travel. */
class ProviderKeySettingsTest {

    private static final String BASE_URL = "ccproxy.provider.openai.base-url";

    @TempDir
    Path folder;

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
    @CsvSource({"'', holds no key", "'canary canary2', has a key with a blank in it"})
    void itsKeyFileMustHoldKeysAloneOnTheirLines(String content, String fault) throws IOException {
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
