package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a wrong configuration: all of it, and nothing that could be a secret. */
class SettingsFaultsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "ccproxy.port, 0, 1 to 65535",
        "ccproxy.port, 65536, 1 to 65535",
        "ccproxy.port, -1, 1 to 65535",
        "ccproxy.port, http, 1 to 65535",
        "ccproxy.auth.localhost, yes, true or false",
        "ccproxy.health.requires-provider, 1, true or false",
        "ccproxy.check.interval, 15, a duration such as",
        "ccproxy.check.interval, 15 sec, a duration such as",
        "ccproxy.check.interval, 99ms, from 100ms to",
        "ccproxy.check.interval, 25h, from 100ms to",
        "ccproxy.check.timeout, 9ms, from 10ms to",
        "ccproxy.check.timeout, PT-5S, from 10ms to",
        "ccproxy.check.slow-after, 0s, from 1ms to",
        "ccproxy.check.concurrency, 0, 1 to 1024",
        "ccproxy.check.concurrency, 1025, 1 to 1024",
        "ccproxy.check.concurrency, many, 1 to 1024",
        "ccproxy.check.concurrency, 99999999999, 1 to 1024"
    })
    void namesTheKeyAndWhatIsAllowed(String key, String value, String allowed) {
        Settings settings = Configured.by(key, value).read();

        assertThat(settings.valid()).isFalse();
        assertThat(settings.faults()).hasSize(1);
        assertThat(settings.faults().get(0)).startsWith(key + " must be").contains(allowed);
    }

    @ParameterizedTest
    @CsvSource({"ccproxy.port, 70000", "ccproxy.auth.localhost, ja", "ccproxy.check.interval, 15 sec"})
    void quotesANumberADurationAndASwitch(String key, String value) {
        assertThat(Configured.by(key, value).read().faults().get(0)).endsWith(", and is " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9223372036854775807.5S", "999999999999h", "PT-9223372036854775807.5S"})
    void aDurationWithoutEndIsAFaultLikeAnyOther(String value) {
        assertThat(Configured.by("ccproxy.check.interval", value)
                        .read()
                        .faults()
                        .get(0))
                .startsWith("ccproxy.check.interval must be from 100ms to");
    }

    @Test
    void aSwitchThatIsWrongIsOneFault() {
        assertThat(Configured.by("ccproxy.auth.localhost", "off").read().faults())
                .containsExactly("ccproxy.auth.localhost must be true or false, and is off");
    }

    @ParameterizedTest
    @CsvSource({"5s, 5s", "5s, 6s", "500ms, 0.5s"})
    void theTimeoutMustBeShorterThanTheInterval(String interval, String timeout) {
        String written = timeout.equals("0.5s") ? "PT0.5S" : timeout;
        assertThat(Configured.by("ccproxy.check.interval", interval, "ccproxy.check.timeout", written)
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.check.timeout must be shorter than ccproxy.check.interval")
                .contains("the interval is " + interval);
    }

    @Test
    void theLocalWayIsNotClosedWithoutAnyKey() {
        for (String blank : List.of("", " ", ",")) {
            assertThat(Configured.by("ccproxy.auth.localhost", "false", "ccproxy.api-key", blank)
                            .read()
                            .faults())
                    .singleElement()
                    .asString()
                    .startsWith("ccproxy.auth.localhost is false and there is no key")
                    .contains("ccproxy.api-key-file");
        }
    }

    @Test
    void aKeyIsNotLongerThanIsEverLookedAt() {
        assertThat(Configured.by("ccproxy.api-key", "good," + "x".repeat(4097))
                        .read()
                        .faults())
                .containsExactly("ccproxy.api-key has a key of more than 4096 characters; choose a shorter one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kéy", "ключ", "a\u0007b"})
    void aKeyMustFitIntoAHeader(String key) {
        assertThat(Configured.by("ccproxy.api-key", "good," + key).read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.api-key has a character outside of ASCII")
                .doesNotContain(key);
    }

    @ParameterizedTest
    @CsvSource({
        "'', holds no key",
        "'# nothing here', holds no key",
        "'one\nsha256:canary', has in line 2 a wrong digest",
        "'caf\u00e9', is not UTF-8 text"
    })
    void aKeyFileMustHoldKeys(String content, String fault) throws IOException {
        Path file = Files.write(folder.resolve("keys"), content.getBytes(ISO_8859_1));

        assertThat(Configured.by("ccproxy.api-key-file", file.toString()).read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.api-key-file names a file that " + fault)
                .contains(" (" + file + "); it must be readable")
                .doesNotContain("canary");
    }

    @Test
    void aKeyFileMustBeThereAtTheStart() {
        assertThat(Configured.by(
                                "ccproxy.api-key-file",
                                folder.resolve("missing").toString())
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith(
                        "ccproxy.api-key-file names a file that does not exist (" + folder.resolve("missing") + "); ");
        assertThat(Configured.by("ccproxy.api-key-file", folder.toString())
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.api-key-file names a file that is not a regular file");
        assertThat(Configured.by("ccproxy.api-key-file", "sk-canary").read().faults())
                .singleElement()
                .asString()
                .startsWith(
                        "ccproxy.api-key-file names a file that does not exist (its path is not shown, because it may"
                                + " be a key in the wrong place; it is looked for below ")
                .doesNotContain("canary");
        assertThat(Configured.by("ccproxy.api-key-file", "nul\0").read().faults())
                .containsExactly(
                        "ccproxy.api-key-file must be a file's path that this system allows, of a file that the server's user can read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.example", "https://gateway.example", "gateway.example:80", "::1", "a_b-"})
    void anAllowedHostIsANameOrAnAddress(String host) {
        assertThat(Configured.by("ccproxy.allowed-hosts", "good.example," + host)
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.allowed-hosts must be a comma-separated list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://10.96.0.17:3456", "udp://10.96.0.17:3456"})
    void recognisesThePortThatKubernetesSetsInTheEnvironment(String address) {
        assertThat(Configured.byEnvironment("CCPROXY_PORT", address).read().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.port ")
                .contains("enableServiceLinks: false", "CCPROXY_PORT")
                .doesNotContain("10.96");
    }

    @Test
    void saysAllThatIsWrongAtOnceAndNothingThatCouldBeASecret() throws IOException {
        String canary = "sk-ant-api03-Canary_canary_canary-canary";
        Path file = Files.write(folder.resolve("keys"), ("sha256:" + canary).getBytes(UTF_8));
        Settings settings = Configured.by(Stream.of(
                                "ccproxy.port",
                                "ccproxy.auth.localhost",
                                "ccproxy.health.requires-provider",
                                "ccproxy.check.interval",
                                "ccproxy.check.timeout",
                                "ccproxy.check.slow-after",
                                "ccproxy.check.concurrency",
                                "ccproxy.provider.openai.enabled",
                                "ccproxy.provider.openai.format",
                                "ccproxy.provider.openai.check",
                                "ccproxy.provider.openai.base-url",
                                "ccproxy.provider.openai.api-key-file")
                        .flatMap(key -> Stream.of(key, canary))
                        .toArray(String[]::new))
                .and(
                        "ccproxy.api-key-file", file.toString(),
                        "ccproxy.api-key", canary + "\u00e9",
                        "ccproxy.allowed-hosts", "https://" + canary,
                        "ccproxy.provider.groq.base-url", "https://user:" + canary + "@host",
                        "ccproxy.providers", "openai,groq,nobody," + canary)
                .read();

        assertThat(settings.faults()).noneMatch(fault -> fault.contains("canary") || fault.contains("sk-ant"));
        assertThat(settings.faults().stream().map(fault -> fault.substring(0, fault.indexOf(' '))))
                .containsExactlyInAnyOrder(
                        "ccproxy.port",
                        "ccproxy.auth.localhost",
                        "ccproxy.health.requires-provider",
                        "ccproxy.check.interval",
                        "ccproxy.check.timeout",
                        "ccproxy.check.slow-after",
                        "ccproxy.check.concurrency",
                        "ccproxy.api-key",
                        "ccproxy.api-key-file",
                        "ccproxy.allowed-hosts",
                        "ccproxy.providers",
                        "ccproxy.provider.openai.enabled",
                        "ccproxy.provider.openai.format",
                        "ccproxy.provider.openai.check",
                        "ccproxy.provider.openai.base-url",
                        "ccproxy.provider.openai.api-key-file",
                        "ccproxy.provider.groq.base-url",
                        "ccproxy.provider.nobody.base-url");
    }
}
