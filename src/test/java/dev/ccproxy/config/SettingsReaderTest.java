package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a configuration that is in order. */
class SettingsReaderTest {

    @TempDir
    Path folder;

    @Test
    void hasDefaultsForAllThatNeedsAValue() {
        Settings settings = Configured.by().read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.valid()).isTrue();
        assertThat(settings.host()).isNull();
        assertThat(settings.port()).isNull();
        assertThat(settings.auth().localhost()).isTrue();
        assertThat(settings.auth().apiKeyConfigured()).isFalse();
        assertThat(settings.auth().allowedHosts()).isEmpty();
        assertThat(settings.providers()).isEmpty();
        assertThat(settings.check())
                .isEqualTo(new CheckSettings(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(2), 64));
        assertThat(settings.healthRequiresProvider()).isFalse();
    }

    @Test
    void readsEveryKey() {
        Settings settings = Configured.by(
                        "ccproxy.host", "0.0.0.0",
                        "ccproxy.port", "65535",
                        "ccproxy.auth.localhost", "FALSE",
                        "ccproxy.api-key", "one",
                        "ccproxy.allowed-hosts", "Gateway.Example, 10.0.0.7,[FD00::1]",
                        "ccproxy.providers", "openai",
                        "ccproxy.check.interval", "PT1M",
                        "ccproxy.check.timeout", "1500ms",
                        "ccproxy.check.slow-after", "900 ms",
                        "ccproxy.check.concurrency", "8",
                        "ccproxy.health.requires-provider", "true")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(65535);
        assertThat(settings.auth().localhost()).isFalse();
        assertThat(settings.auth().allowedHosts())
                .containsExactlyInAnyOrder("gateway.example", "10.0.0.7", "[fd00::1]");
        assertThat(settings.providers()).containsOnlyKeys("openai");
        assertThat(settings.check())
                .isEqualTo(
                        new CheckSettings(Duration.ofMinutes(1), Duration.ofMillis(1500), Duration.ofMillis(900), 8));
        assertThat(settings.healthRequiresProvider()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"15s,PT15S", "500ms,PT0.5S", "2m,PT2M", "1h,PT1H", "PT15S,PT15S", "pt1m,PT1M", "24h,PT24H"})
    void readsDurationsInBothForms(String written, Duration meant) {
        assertThat(Configured.by("ccproxy.check.slow-after", written)
                        .read()
                        .check()
                        .slowAfter())
                .isEqualTo(meant);
    }

    @Test
    void theEnvironmentHasKeysInCapitals() {
        Settings settings = Configured.byEnvironment(
                        "CCPROXY_PORT", "3457",
                        "CCPROXY_AUTH_LOCALHOST", "false",
                        "CCPROXY_API_KEY", "one",
                        "CCPROXY_PROVIDERS", "my-gateway",
                        "CCPROXY_PROVIDER_MY_GATEWAY_BASE_URL", "https://gateway.example/v1",
                        "CCPROXY_PROVIDER_MY_GATEWAY_CHECK", "off")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.port()).isEqualTo(3457);
        assertThat(settings.auth().localhost()).isFalse();
        ProviderSettings gateway = Objects.requireNonNull(settings.providers().get("my-gateway"));
        assertThat(gateway.baseUrl()).hasToString("https://gateway.example/v1");
        assertThat(gateway.check()).isEqualTo(CheckMode.OFF);
    }

    @ParameterizedTest
    @CsvSource({"a$b", "${ANTHROPIC_API_KEY}", "x${", "$$", "back\\slash", "#hash", "a=b", "sha256:abc"})
    void aKeyIsTakenAsItIsWritten(String key) {
        assertThat(accepts(Configured.by("ccproxy.api-key", key).read(), key)).isTrue();
    }

    @Test
    void severalKeysAreSeparatedByCommasAndBlankOnesAreNone() {
        Settings settings = Configured.by("ccproxy.api-key", " one, two ,,").read();

        assertThat(settings.auth().apiKeys()).hasSize(2);
        assertThat(accepts(settings, "one")).isTrue();
        assertThat(accepts(settings, "two")).isTrue();
        assertThat(accepts(settings, "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"' '", "','", "' , ,'"})
    void aBlankKeyIsNoKey(String blank) {
        assertThat(Configured.by("ccproxy.api-key", blank).read().auth().apiKeyConfigured())
                .isFalse();
    }

    @Test
    void theOlderNameOfTheKeyVariableWorksBesideTheOther() {
        Settings settings = Configured.byEnvironment("CCPROXY_APIKEY", "old", "CCPROXY_API_KEY", "new")
                .read();

        assertThat(settings.warnings()).isEmpty();
        assertThat(accepts(settings, "old")).isTrue();
        assertThat(accepts(settings, "new")).isTrue();
    }

    @Test
    void aFileOfKeysIsAKey() throws IOException {
        Path file = Files.write(folder.resolve("keys"), "# ours\none\n".getBytes(UTF_8));
        Settings settings = Configured.by("ccproxy.api-key-file", file.toString(), "ccproxy.auth.localhost", "false")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.auth().apiKeyFile()).isEqualTo(file);
        assertThat(settings.auth().apiKeyConfigured()).isTrue();
    }

    @Test
    void saysWhenThereAreMoreProvidersThanCanBeCheckedInTime() {
        List<String> warnings = Configured.by(
                        "ccproxy.providers", "openai,anthropic,gemini,groq",
                        "ccproxy.provider.groq.check", "off",
                        "ccproxy.check.concurrency", "1",
                        "ccproxy.check.interval", "29s")
                .read()
                .warnings();

        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("ccproxy.check.concurrency", "all of the 3 providers", "29s");
    }

    @Test
    void saysNothingWhenTheProvidersCanJustBeCheckedInTime() {
        assertThat(Configured.by(
                                "ccproxy.providers", "openai,anthropic,gemini",
                                "ccproxy.check.concurrency", "1",
                                "ccproxy.check.interval", "30s")
                        .read()
                        .warnings())
                .isEmpty();
    }

    private static boolean accepts(Settings settings, String key) {
        byte[] digest = ApiKey.digest(key.getBytes(UTF_8));
        return settings.auth().apiKeys().stream().anyMatch(known -> known.matches(digest));
    }
}
