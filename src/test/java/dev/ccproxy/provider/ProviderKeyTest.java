package dev.ccproxy.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderKeyTest {

    @TempDir
    Path folder;

    @Test
    void isTheConfiguredOneWithoutAFile() {
        assertThat(reveal(key(new Secret("one"), null))).isEqualTo("one");
        assertThat(key(null, null).read()).isNull();
    }

    @Test
    void isReadAnewFromItsFileEachTime() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "one");
        ProviderKey key = key(new Secret("one"), file);

        Files.writeString(file, "# changed\ntwo\n");
        assertThat(reveal(key)).isEqualTo("two");
        Files.writeString(file, "three");
        assertThat(reveal(key)).isEqualTo("three");
    }

    @Test
    void staysTheLastGoodOneWhileTheFileIsBad() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "two");
        ProviderKey key = key(new Secret("one"), file);
        assertThat(reveal(key)).isEqualTo("two");

        for (String bad : new String[] {"", "a\nb", "k\u00e4y"}) {
            Files.writeString(file, bad);
            assertThat(reveal(key)).isEqualTo("two");
        }
        Files.delete(file);
        assertThat(reveal(key)).isEqualTo("two");
        Files.writeString(file, "three");
        assertThat(reveal(key)).isEqualTo("three");
    }

    private static ProviderKey key(@Nullable Secret atStart, @Nullable Path file) {
        ProviderSettings settings = new ProviderSettings(
                URI.create("https://a.example"), Format.OPENAI, true, CheckMode.MODELS, atStart, file, null);
        return new Provider("somebody", settings).key();
    }

    private static String reveal(ProviderKey key) {
        return Objects.requireNonNull(key.read()).reveal();
    }
}
