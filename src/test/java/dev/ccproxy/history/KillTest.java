package dev.ccproxy.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed at any moment (kill -9) has lost nothing of what the embedded database has acknowledged. */
class KillTest {

    private static final int MIN_KILLS = 5;
    private static final Duration DURATION = Duration.ofSeconds(25);
    private static final int MAX_TRANSACTIONS = 40;

    @TempDir
    private Path folder;

    private final Random random = new Random();

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void losesNothingThatWasAcknowledged() throws Exception {
        Instant end = Instant.now().plus(DURATION);
        int acknowledged = 0;
        for (int kills = 0; kills < MIN_KILLS || Instant.now().isBefore(end); kills++) {
            acknowledged = untilItIsKilled(acknowledged, kills);
        }
    }

    /** How many rows there must be from now on. */
    private int untilItIsKilled(int acknowledged, int kills) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process program = new ProcessBuilder(Acknowledging.command(Files.createDirectories(folder.resolve("data"))))
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader lines = program.inputReader(UTF_8)) {
            String first = lines.readLine();
            assertThat(first)
                    .as("after %d kills: %s", kills, Files.readString(errors))
                    .isNotNull();
            int rows = Acknowledging.rows(first);
            assertThat(rows).as("after %d kills", kills).isGreaterThanOrEqualTo(acknowledged);
            for (int left = random.nextInt(MAX_TRANSACTIONS); left > 0; left--) {
                rows = Acknowledging.rows(lines.readLine());
            }
            LockSupport.parkNanos(random.nextInt(2_000_000));
            // The process itself would close what is still to be read.
            program.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows = Math.max(rows, Acknowledging.rows(line));
            }
            program.waitFor();
            return rows;
        } finally {
            program.destroyForcibly();
        }
    }
}
