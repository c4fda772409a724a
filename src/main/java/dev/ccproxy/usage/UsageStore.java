package dev.ccproxy.usage;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Where the ledger is kept. */
interface UsageStore {

    /** {@code database}, {@code file} or {@code memory}. */
    String storage();

    /** Writes a batch, whole and once, also if it is written again. */
    void write(Batch batch) throws SQLException;

    /** The sums that a query asks for, in the order of its dimensions, and one more than it may have at most. */
    List<UsageRow> read(UsageQuery query) throws SQLException;

    /**
     * Deletes some of what is older than the retention.
     *
     * @return whether there may be more
     */
    boolean prune(Instant before, LocalDate beforeDay) throws SQLException;

    /** How many attempts were forgotten, because there was no room for their sums. */
    long forgotten();
}
