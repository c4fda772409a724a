package dev.ccproxy.usage;

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

/**
 * A program that is killed at any moment (kill -9) has lost no attempt that the embedded database has acknowledged, and its
 * sums are right: a few times, or as often as {@code -Dledger.kills} says, as {@code bench/ledger} has it.
 */
class LedgerKillTest {

    private static final int MIN_KILLS = Integer.getInteger("ledger.kills", 5);
    private static final Duration DURATION = Duration.ofSeconds(5);
    private static final int MAX_TRANSACTIONS = 60;

    @TempDir
    private Path folder;

    private final Random random = new Random();

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void losesNoAttemptThatWasAcknowledged() throws Exception {
        Instant end = Instant.now().plus(DURATION);
        int acknowledged = 0;
        int kills = 0;
        for (; kills < MIN_KILLS || Instant.now().isBefore(end); kills++) {
            acknowledged = untilItIsKilled(acknowledged, kills);
        }
        System.out.println(kills + " kills, " + acknowledged + " attempts");
        assertThat(acknowledged).isPositive();
    }

    /** How many attempts there must be from now on. */
    private int untilItIsKilled(int acknowledged, int kills) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process program = new ProcessBuilder(Selling.command(Files.createDirectories(folder.resolve("data"))))
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader lines = program.inputReader(UTF_8)) {
            String first = lines.readLine();
            assertThat(first)
                    .as("after %d kills: %s", kills, Files.readString(errors))
                    .isNotNull();
            int attempts = Selling.attempts(first);
            assertThat(attempts).as("after %d kills", kills).isGreaterThanOrEqualTo(acknowledged);
            for (int left = random.nextInt(MAX_TRANSACTIONS); left > 0; left--) {
                attempts = Selling.attempts(lines.readLine());
            }
            LockSupport.parkNanos(random.nextInt(2_000_000));
            // The process itself would close what is still to be read.
            program.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                attempts = Math.max(attempts, Selling.attempts(line));
            }
            program.waitFor();
            return attempts;
        } finally {
            program.destroyForcibly();
        }
    }
}
