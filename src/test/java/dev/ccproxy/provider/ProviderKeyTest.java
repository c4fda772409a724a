package dev.ccproxy.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Logged;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProviderKeyTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final Logged logged = Logged.by(ProviderKey.class);

    @Test
    void isTheConfiguredOneWithoutAFile() {
        assertThat(reveal(key(new Secret("one"), null))).isEqualTo("one");
        assertThat(key(null, null).read()).isEmpty();
    }

    @Test
    void isReadAnewFromItsFileEachTime() throws IOException {
        Path file = write("one");
        ProviderKey key = key(new Secret("one"), file);
        assertThat(reveal(key)).isEqualTo("one");
        assertThat(logged.records()).isEmpty();

        write("# changed\ntwo\n");
        assertThat(reveal(key)).isEqualTo("two");
        write("three");
        assertThat(reveal(key)).isEqualTo("three");
        assertThat(logged.lines(Level.INFO))
                .hasSize(2)
                .containsOnly("ccproxy.provider.somebody.api-key-file has changed (" + file
                        + "); its new key is used from now on");
    }

    @Test
    void isNotReadFromAFileThatMayBeHalfWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "tw");
        ProviderKey key = key(new Secret("one"), file);
        assertThat(reveal(key)).isEqualTo("one");
        Files.writeString(file, "");
        assertThat(reveal(key)).isEqualTo("one");
        assertThat(logged.records()).isEmpty();

        write("two");
        assertThat(reveal(key)).isEqualTo("two");
    }

    @Test
    void isReadFromAFileOfTheFuture() throws IOException {
        Path file = write("two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));

        assertThat(reveal(key(new Secret("one"), file))).isEqualTo("two");
    }

    @Test
    void staysTheLastGoodOneWhileTheFileIsBad() throws IOException {
        Path file = write("two");
        ProviderKey key = key(new Secret("one"), file);
        assertThat(reveal(key)).isEqualTo("two");

        for (String bad : new String[] {"", "a b", "k\u00e4y", "'quoted'"}) {
            write(bad);
            assertThat(reveal(key)).isEqualTo("two");
            assertThat(reveal(key)).isEqualTo("two");
        }
        Files.delete(file);
        assertThat(reveal(key)).isEqualTo("two");
        assertThat(logged.warnings())
                .hasSize(5)
                .allMatch(line -> line.startsWith("ccproxy.provider.somebody.api-key-file names a file that ")
                        && line.contains(" (" + file + "); the last good key stays in use"));
        write("two");
        assertThat(reveal(key)).isEqualTo("two");
        assertThat(logged.records().get(6).getMessage())
                .isEqualTo("ccproxy.provider.somebody.api-key-file is valid again (" + file
                        + "); its key has not changed");
    }

    @Test
    void areSeveralIfTheFileHasThem() throws IOException {
        Path file = write("one\n# the second\ntwo\none\n");
        ProviderKey key = key(new Secret("one"), file);
        assertThat(key.read()).extracting(Secret::reveal).containsExactly("one", "two");
        assertThat(key.labels()).containsExactly(new Secret("one").label(), new Secret("two").label());
        assertThat(logged.records()).isEmpty();

        write("two\nthree");
        assertThat(key.read()).extracting(Secret::reveal).containsExactly("two", "three");
        assertThat(logged.lines(Level.INFO))
                .containsExactly("ccproxy.provider.somebody.api-key-file has changed (" + file
                        + "); its 2 keys are used from now on");
    }

    /** Long ago, by the file system. */
    private Path write(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), content);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
    }

    private static ProviderKey key(@Nullable Secret atStart, @Nullable Path file) {
        ProviderSettings settings = new ProviderSettings(
                URI.create("https://a.example"), Format.OPENAI, true, CheckMode.MODELS, atStart, file, null);
        return new Provider("somebody", settings).key();
    }

    private static String reveal(ProviderKey key) {
        return key.read().get(0).reveal();
    }
}
