package dev.ccproxy.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceFileTest {

    private static final Instant SINCE = Instant.parse("2026-11-27T01:00:00.123Z");

    @TempDir
    private Path directory;

    @Test
    void readsWhatWasWritten() throws IOException {
        MaintenanceFile file = new MaintenanceFile(directory);
        for (Maintenance maintenance : new Maintenance[] {
            new Maintenance(SINCE, SINCE.plusSeconds(60), "new \"disk\" ü"), new Maintenance(SINCE, null, null)
        }) {
            file.write(maintenance);

            assertThat(file.read()).isEqualTo(maintenance);
        }
        file.write(null);

        assertThat(file.read()).isNull();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), "\uFEFF{\"since\":\"" + SINCE + "\"}");

        assertThat(new MaintenanceFile(directory).read()).isEqualTo(new Maintenance(SINCE, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[]",
                "{}",
                "{\"since\":\"today\"}",
                "{\"since\":\"2026-11-27T01:00:00Z\",\"until\":\"+999999999-12-31T23:59:59Z\"}"
            })
    void refusesAFileThatDoesNotHoldAMaintenance(String content) throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), content);

        assertThatThrownBy(() -> new MaintenanceFile(directory).read())
                .isInstanceOf(IOException.class)
                .hasMessage("does not hold a maintenance");
    }
}
