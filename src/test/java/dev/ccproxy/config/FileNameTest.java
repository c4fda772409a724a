package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message names a file, and never a key that somebody has set where its file belongs. */
class FileNameTest {

    private static final String WORKING_DIRECTORY = Path.of("").toAbsolutePath().toString();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/run/secrets/ccproxy-keys",
                "/keys",
                "/opt/My Company/keys.txt",
                "/var/lib/kubelet/pods/0d2f7a9e-31f4-4c6a-9b1e-6f1f0a9b7c11/volumes/..2026_11_28_03_30_00.123456789/keys",
                "/run/secrets/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            })
    void showsAnAbsolutePath(String path) {
        assertThat(FileName.of(Path.of(path))).isEqualTo(" (" + path + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./keys", "../keys", "./a/keys", "C:\\keys\\a", "c:/keys"})
    void showsAPathThatBeginsLikeOneAndSaysWhereItIsLookedFor(String path) {
        assertThat(FileName.of(Path.of(path)))
                .isEqualTo(" (" + path + ", which is looked for below " + WORKING_DIRECTORY
                        + ", the server's working directory)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-ant-api03-canary",
                "canary",
                "secrets/canary",
                "~/canary",
                "canary/../canary",
                "$HOME/canary",
                "file:/canary",
                ".canary",
                "c:canary",
                "http://ann:canary@host"
            })
    void doesNotShowAnyOtherAndSaysWhereItIsLookedFor(String value) {
        assertThat(FileName.of(Path.of(value)))
                .isEqualTo(
                        " (its path is not shown, because it may be a key in the wrong place; it is looked for below "
                                + WORKING_DIRECTORY + ", the server's working directory)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
                "/ab/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6+XV4==",
                "/run/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6",
                "/keys\n2026-11-28 SEVERE canary"
            })
    void doesNotShowAnAbsolutePathWithTheLookOfAKey(String value) {
        assertThat(FileName.of(Path.of(value))).isEqualTo(" (its path is not shown, because it looks like a key)");
    }
}
