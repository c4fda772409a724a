package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final String DIGEST_OF_ONE = HexFormat.of().formatHex(ApiKey.digest("one".getBytes(UTF_8)));

    @TempDir
    Path folder;

    @Test
    void readsOneKeyALine() throws IOException {
        List<ApiKey> keys = parse("one\ntwo\nthree");

        assertThat(keys).hasSize(3);
        assertThat(accepted(keys, "one", "two", "three")).isTrue();
        assertThat(accepted(keys, "four")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one\r\ntwo\r\n",
                "# head\r\none\r\n\r\n  \r\n# between\r\ntwo",
                "  one \n\ttwo\t",
                "#sha256:0\none\n #x\ntwo"
            })
    void toleratesWhatEditorsDoAndLeavesOutComments(String content) throws IOException {
        List<ApiKey> keys = parse(content);

        assertThat(keys).hasSize(2);
        assertThat(accepted(keys, "one", "two")).isTrue();
    }

    @Test
    void aHashWithinAKeyIsPartOfIt() throws IOException {
        assertThat(accepted(parse("one#two"), "one#two")).isTrue();
    }

    @Test
    void aKeyMayStandAsItsDigest() throws IOException {
        for (String line : List.of(
                "sha256:" + DIGEST_OF_ONE,
                "sha256:" + DIGEST_OF_ONE.toUpperCase(Locale.ROOT),
                "sha256: " + DIGEST_OF_ONE)) {
            List<ApiKey> keys = parse("two\n" + line);

            assertThat(accepted(keys, "one", "two")).isTrue();
            assertThat(accepted(keys, line)).isFalse();
        }
    }

    @Test
    void refusesAKeyThatIsLongerThanIsEverLookedAt() throws IOException {
        assertThat(parse("x".repeat(4096))).hasSize(1);
        assertThatThrownBy(() -> parse("one\n" + "x".repeat(4097)))
                .isInstanceOf(IOException.class)
                .hasMessage("has in line 2 a key of more than 4096 characters");
    }

    @Test
    void refusesADigestThatIsNone() {
        for (String line : List.of(
                "sha256:", "sha256:canary", "sha256:" + DIGEST_OF_ONE + "0", "sha256:" + DIGEST_OF_ONE.substring(1))) {
            assertThatThrownBy(() -> parse("# comment\none\n" + line))
                    .isInstanceOf(IOException.class)
                    .hasMessage("has in line 3 no 64 hexadecimal digits after sha256:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# one", " \r\n\t"})
    void refusesAFileWithoutAKey(String content) {
        assertThatThrownBy(() -> parse(content)).isInstanceOf(IOException.class).hasMessage("holds no key");
    }

    @Test
    void refusesWhatNoHeaderCarries() {
        assertThatThrownBy(() -> parse("one\ncan\u00e4ry"))
                .isInstanceOf(IOException.class)
                .hasMessage("has in line 2 a character outside of ASCII");
        assertThatThrownBy(() -> KeyFile.parse("can\u00e4ry".getBytes(ISO_8859_1)))
                .isInstanceOf(IOException.class)
                .hasMessage("is not UTF-8 text");
    }

    @Test
    void leavesOutAByteOrderMarkAndRefusesUtf16() throws IOException {
        Path file = folder.resolve("keys");
        for (String content : List.of("one\r\ntwo\r\n", "# head\none\ntwo")) {
            Files.write(file, ("\uFEFF" + content).getBytes(UTF_8));
            assertThat(accepted(KeyFile.parse(KeyFile.read(file)), "one", "two"))
                    .isTrue();
        }
        Files.write(file, "\uFEFF".getBytes(UTF_8));
        assertThat(KeyFile.read(file)).isEmpty();
        Files.write(file, "one".getBytes(UTF_16));
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("is UTF-16 text and must be UTF-8");
    }

    @Test
    void readsUpToOneMebibyte() throws IOException {
        Path largest = Files.write(folder.resolve("largest"), new byte[1024 * 1024]);
        Path larger = Files.write(folder.resolve("larger"), new byte[1024 * 1024 + 1]);

        assertThat(KeyFile.read(largest)).hasSize(1024 * 1024);
        assertThatThrownBy(() -> KeyFile.read(larger))
                .isInstanceOf(IOException.class)
                .hasMessage("is larger than 1 MiB");
    }

    @Test
    void saysWhyAFileCannotBeReadWithoutNamingIt() {
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessage("does not exist");
        assertThatThrownBy(() -> KeyFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("is no regular file");
    }

    @Test
    void aKeyAndASecretDoNotShowThemselves() {
        assertThat(ApiKey.of("canary")).hasToString("[REDACTED]");
        assertThat(new Secret("canary")).hasToString("[REDACTED]");
    }

    private static List<ApiKey> parse(String content) throws IOException {
        return KeyFile.parse(content.getBytes(UTF_8));
    }

    private static boolean accepted(List<ApiKey> keys, String... presented) {
        return List.of(presented).stream()
                .map(key -> ApiKey.digest(key.getBytes(UTF_8)))
                .allMatch(digest -> keys.stream().anyMatch(key -> key.matches(digest)));
    }
}
