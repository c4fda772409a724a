package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageReaderTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a;INIT=SHUTDOWN", ";", "a\\b", "a\nb", "a\u0085b"})
    void aDirectoryThatTheDatabaseWouldMisreadIsAFault(String name) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));

        Settings settings = Configured.by(
                        "ccproxy.data-dir",
                        directory
                                .toString()
                                // What the configuration itself would take for an escape.
                                .replace("\\", "\\\\"))
                .read();

        assertThat(settings.faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.data-dir must be a path without ;, \\ and control characters")
                .endsWith("; rename the directory, or choose another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "~", "a:b", "a,b", "a=b", "100%25", "ü😀"})
    void anyOtherDirectoryIsRight(String name) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));

        Settings settings =
                Configured.by("ccproxy.data-dir", directory.toString()).read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.storage().dataDir()).isEqualTo(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~/history", "none", "./none"})
    void aDirectoryThatIsNotThereIsAWarning(String path) {
        Settings settings = Configured.by("ccproxy.data-dir", path).read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith("ccproxy.data-dir is not a directory that the server's user can write")
                .contains("is looked for below");
    }

    @Test
    void theNodeIsTheHostsNameAndThePortWhereThatIsKnown() {
        String host = Configured.byEnvironment("HOSTNAME", "gateway-1")
                .read()
                .storage()
                .node();
        String both = Configured.byEnvironment("HOSTNAME", "gateway-1", "CCPROXY_PORT", "3456")
                .read()
                .storage()
                .node();

        assertThat(host).isEqualTo("gateway-1");
        assertThat(both).isEqualTo("gateway-1:3456");
    }
}
