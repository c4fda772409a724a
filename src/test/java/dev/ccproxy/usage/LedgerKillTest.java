package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.database.Acknowledgements;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is killed at any moment (kill -9) has lost no attempt that the embedded database has acknowledged, and its
 * sums are right; what it held of a budget is free again in time. A few times, or as often as {@code -Dledger.kills} says,
 * as {@code bench/ledger} has it.
 */
class LedgerKillTest {

    private static final int MIN_KILLS = Integer.getInteger("ledger.kills", 5);
    private static final Duration DURATION = Duration.ofSeconds(5);
    private static final int MAX_TRANSACTIONS = 60;

    /** A minute by the database, and what passes until it is looked at. */
    private static final Duration LEASED = Duration.ofSeconds(65);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void losesNoAttemptThatWasAcknowledged() throws Exception {
        Acknowledgements program = new Acknowledgements(Selling.class, folder, MAX_TRANSACTIONS);
        Instant end = Instant.now().plus(DURATION);
        while (program.kills() < MIN_KILLS || Instant.now().isBefore(end)) {
            program.untilItIsKilled();
        }
        System.out.println(program.kills() + " kills, " + program.acknowledged() + " attempts");
        assertThat(program.acknowledged()).isPositive();
        Database database = Databases.file(program.data());
        try {
            SqlUsageStore store = new SqlUsageStore(database, "another");
            assertThat(Selling.lease(store).others())
                    .as("what those that were killed hold of the budget")
                    .isPositive();
            await().atMost(LEASED)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Selling.lease(store).others().signum() == 0);
        } finally {
            database.close();
        }
    }
}
