package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.database.Acknowledgements;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
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

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void losesNothingThatWasAcknowledged() throws Exception {
        Acknowledgements program = new Acknowledgements(Acknowledging.class, folder, MAX_TRANSACTIONS);
        Instant end = Instant.now().plus(DURATION);
        while (program.kills() < MIN_KILLS || Instant.now().isBefore(end)) {
            program.untilItIsKilled();
        }
        assertThat(program.acknowledged()).isPositive();
    }
}
