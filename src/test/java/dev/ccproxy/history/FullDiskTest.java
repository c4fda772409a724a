package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ccproxy.database.Acknowledgements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that becomes full: a tmpfs, where the system lets one be mounted without root's rights. */
class FullDiskTest {

    /** Runs the command after the folder, on a disk that has room for a while, and again when it has become larger. */
    private static final String TWICE = """
            folder=$1
            shift
            mount -t tmpfs -o size=18m none "$folder" || exit 9
            "$@"
            echo "free $(df --output=avail "$folder" | tail -n 1)"
            mount -o remount,size=20m "$folder" || exit 9
            "$@"
            """;

    private static final String REFUSED =
            "UnusableException: the file system of ccproxy.data-dir has less than 16 MiB free; make room there";

    @TempDir
    private Path folder;

    private static int run(List<String> command, Path out, Path errors) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void isNeverFilledAndNothingIsLost() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path out = folder.resolve("out");
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", TWICE, "sh", disk.toString()));
        command.addAll(Acknowledgements.command(Acknowledging.class, disk));
        int code;
        try {
            code = run(command, out, errors);
        } catch (IOException e) {
            code = 127;
        }
        assumeThat(code).as("no disk can be mounted here").isEqualTo(1);

        assertThat(Files.readString(errors)).containsSubsequence(REFUSED, REFUSED);
        List<String> lines = Files.readAllLines(out);
        int middle = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("free "))
                .findFirst()
                .orElseThrow());
        long free = Long.parseLong(lines.get(middle).substring("free ".length()).strip());
        assertThat(free).as("KiB").isBetween(14 * 1024L, 16 * 1024L);
        int acknowledged = Acknowledgements.committed(lines.get(middle - 1));
        assertThat(acknowledged).isGreaterThan(20);
        assertThat(Acknowledgements.committed(lines.get(middle + 1))).isGreaterThanOrEqualTo(acknowledged);
        assertThat(Acknowledgements.committed(lines.get(lines.size() - 1))).isGreaterThan(acknowledged);
    }
}
