package dev.ccproxy.config;

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value in quotation marks, as docker's env-file keeps them, is a fault that says so. */
class QuotesTest {

    private static final String REMEDY =
            "; remove them: docker's --env-file and a mounted file keep them as a part of the value";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"canary\"",
                "'canary'",
                "\u201Ccanary\u201D",
                "\u201Ecanary\u201C",
                "\u2018canary\u2019",
                "\u201Acanary\u2018",
                "\u00ABcanary\u00BB",
                "`canary`",
                "\"\"",
                "'",
                "\"one,canary\"",
                "\"one\",\"canary\"",
                "one, 'canary'"
            })
    void isAFaultWithEveryMark(String value) {
        assertThat(faults("ccproxy.api-key", value))
                .containsExactly("ccproxy.api-key has a value in quotation marks" + REMEDY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"canary", "canary'", "\"canary'", "can\"ary", "a\"b\"c", "'a' b"})
    void marksThatAreNotAroundTheValueAreAPartOfIt(String value) {
        assertThat(faults("ccproxy.api-key", value)).isEmpty();
    }

    static Stream<List<String>> settings() {
        return Stream.of(
                List.of("ccproxy.host", "127.0.0.1"),
                List.of("ccproxy.port", "3456"),
                List.of("ccproxy.api-key", "canary"),
                List.of("ccproxy.apikey", "canary"),
                List.of("ccproxy.auth.localhost", "true"),
                List.of("ccproxy.allowed-hosts", "a.example"),
                List.of("ccproxy.providers", "openai"),
                List.of("ccproxy.provider.groq.base-url", "https://api.groq.com/openai/v1"),
                List.of("ccproxy.provider.groq.format", "openai"),
                List.of("ccproxy.provider.groq.enabled", "true"),
                List.of("ccproxy.provider.groq.api-key", "canary"),
                List.of("ccproxy.provider.groq.check", "off"),
                List.of("ccproxy.provider.groq.allow-plain-http", "true"),
                List.of("ccproxy.check.interval", "15s"),
                List.of("ccproxy.check.timeout", "5s"),
                List.of("ccproxy.check.slow-after", "1s"),
                List.of("ccproxy.check.concurrency", "1"),
                List.of("ccproxy.proxy", "http://proxy.example:3128"),
                List.of("ccproxy.shutdown.drain", "1s"),
                List.of("ccproxy.data-dir", "/tmp"),
                List.of("ccproxy.health.requires-provider", "true"),
                List.of("GROQ_API_KEY", "canary"),
                List.of("HTTPS_PROXY", "http://ann:canary@proxy.example:3128"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isTheOnlyFaultOfAnySettingThatIsGoodWithoutThem(List<String> setting) {
        for (String mark : List.of("\"", "'")) {
            Configured configured = Configured.by("ccproxy.providers", "groq");

            assertThat(configured
                            .and(setting.get(0), mark + setting.get(1) + mark)
                            .read()
                            .faults())
                    .containsExactly(setting.get(0) + " has a value in quotation marks" + REMEDY);
        }
    }

    @Test
    void isAFaultOfAFilesNameAndOfItsLines() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "one\n");
        assertThat(faults("ccproxy.api-key-file", "\"" + file + "\""))
                .containsExactly("ccproxy.api-key-file has a value in quotation marks" + REMEDY);

        for (String line : List.of("\"canary\"", "'canary'", "\u201Ccanary\u201D", "'sha256:canary'")) {
            Files.writeString(file, "one\n" + line + "\n");
            assertThat(faults("ccproxy.api-key-file", file.toString()))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "ccproxy.api-key-file names a file that has quotation marks around line 2, which would be"
                                    + " a part of the key (" + file + "); ")
                    .doesNotContain("canary");
            Files.writeString(file, "\n# ours\n" + line);
            assertThat(faults("ccproxy.providers", "groq", "ccproxy.provider.groq.api-key-file", file.toString()))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "ccproxy.provider.groq.api-key-file names a file that has quotation marks around the key,"
                                    + " which would be a part of it (" + file + "); ")
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"localhost,10.0.0.0/8\"'", "'\"localhost\",\"10.0.0.0/8\"'", "'localhost \"10.0.0.0/8\"'"})
    void ofNoProxyIsAFaultWhereThereIsAProxyAndElseAWarning(String value) {
        String sentence = "NO_PROXY has a value in quotation marks" + REMEDY;
        Configured configured = Configured.byEnvironment("NO_PROXY", value).and("ccproxy.providers", "groq");

        assertThat(configured.read().faults()).isEmpty();
        assertThat(configured.read().warnings()).containsExactly(sentence);
        assertThat(configured
                        .withEnvironment("HTTPS_PROXY", "http://proxy.example:3128")
                        .read()
                        .faults())
                .containsExactly(sentence);
    }

    @Test
    void ofAVariableThatNothingGoesByIsNoFault() {
        assertThat(Configured.byEnvironment("HTTPS_PROXY", "\"http://proxy.example:3128\"", "GROQ_API_KEY", "'canary'")
                        .and("ccproxy.providers", "ollama")
                        .read()
                        .faults())
                .isEmpty();
    }

    @Test
    void aByteOrderMarkBeforeAValueOfAMountedFolderIsNoPartOfIt() {
        assertThat(Configured.by("ccproxy.check.interval", "\uFEFF20s\r\n")
                        .read()
                        .check()
                        .interval())
                .hasSeconds(20);
        byte[] digest = ApiKey.digest("one".getBytes(UTF_8));
        assertThat(Configured.by("ccproxy.api-key", "\uFEFFone\n").read().auth().apiKeys())
                .singleElement()
                .matches(key -> key.matches(digest));
    }

    private static List<String> faults(String... keysAndValues) {
        return Configured.by(keysAndValues).read().faults();
    }
}
