package dev.ccproxy.usage;

import dev.ccproxy.database.Database;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetWindow;
import dev.ccproxy.usage.SumKey.Unit;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps the ledger in a database. Its SQL is what PostgreSQL and H2 have in common. */
final class SqlUsageStore implements UsageStore {

    /** What takes longer is given up, and is an error: a database that waits for a lock would keep what a closed connection has left behind. */
    static final int UPDATE_TIMEOUT_SECONDS = 10;

    /** So many rows at once are deleted within some tens of milliseconds. */
    private static final int PRUNED_AT_ONCE = 2000;

    private static final String OLDEST = " ORDER BY started_at OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY";

    private final Database database;
    private final String node;

    /** Of this start of the program. */
    private final long writer = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);

    SqlUsageStore(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    @Override
    public String storage() {
        return database.storage();
    }

    @Override
    public long forgotten() {
        return 0;
    }

    @Override
    public void reach() throws SQLException {
        boolean unused = database.inTransaction(connection -> true);
    }

    @Override
    public void write(Batch batch) throws SQLException {
        database.inTransaction(connection -> {
            if (claim(connection, batch.number())) {
                // Before: a budget that is new begins with what is there already.
                new BudgetTable(connection, writer).charge(batch.charges());
                new EntryWriter(connection, node, writer).write(batch.entries());
            }
            return true;
        });
    }

    /**
     * Whether a batch is not written yet. A connection can be lost while a batch is being committed, so that nobody knows
     * whether it was; then this waits until the database has made an end of it.
     */
    private boolean claim(Connection connection, long batch) throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        if (update(
                        connection,
                        "UPDATE ccproxy_usage_writer SET batch = ?, written_at = ? WHERE id = ? AND batch < ?",
                        batch,
                        now,
                        writer,
                        batch)
                > 0) {
            return true;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT batch FROM ccproxy_usage_writer WHERE id = ?")) {
            statement.setLong(1, writer);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return false;
                }
            }
        }
        int unused = update(
                connection,
                "INSERT INTO ccproxy_usage_writer (id, node, batch, written_at) VALUES (?, ?, ?, ?)",
                writer,
                node,
                batch,
                now);
        return true;
    }

    @Override
    public BudgetLease lease(BudgetClaim claim) throws SQLException {
        return database.inTransaction(connection -> new BudgetTable(connection, writer).lease(claim));
    }

    @Override
    public BigDecimal spent(BudgetWindow window) throws SQLException {
        return database.inTransaction(connection -> new BudgetTable(connection, writer).spent(window));
    }

    @Override
    public boolean addUp() throws SQLException {
        return database.inTransaction(connection -> new SumAdder(connection).run(writer));
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(UPDATE_TIMEOUT_SECONDS);
            set(statement, List.of(values));
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    @Override
    public boolean prune(Instant before, LocalDate beforeDay) throws SQLException {
        return database.inTransaction(connection -> {
            OffsetDateTime oldest = before.atOffset(ZoneOffset.UTC);
            OffsetDateTime last = oldest;
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT started_at FROM ccproxy_usage_attempt WHERE started_at < ?" + OLDEST)) {
                statement.setQueryTimeout(UPDATE_TIMEOUT_SECONDS);
                set(statement, List.of(oldest, PRUNED_AT_ONCE));
                try (ResultSet row = statement.executeQuery()) {
                    last = row.next() ? row.getObject(1, OffsetDateTime.class) : oldest;
                }
            }
            boolean more = last.isBefore(oldest);
            int attempts = update(
                    connection, "DELETE FROM ccproxy_usage_attempt WHERE started_at " + (more ? "<= ?" : "< ?"), last);
            int sums = 0;
            for (Unit unit : Unit.values()) {
                sums += unit == Unit.MONTH ? 0 : pruneSums(connection, unit, beforeDay);
            }
            int unusedBudgets = update(
                    connection,
                    "DELETE FROM ccproxy_budget WHERE begins_on < ?",
                    beforeDay.minusDays(LONGEST_PERIOD_DAYS));
            int unusedSlices = update(connection, "DELETE FROM ccproxy_budget_slice WHERE valid_until < ?", oldest);
            int unused = update(
                    connection,
                    "DELETE FROM ccproxy_usage_writer WHERE written_at < ?"
                            + " AND id NOT IN (SELECT writer FROM ccproxy_usage_recent)",
                    oldest);
            return more || (attempts + sums > 0);
        });
    }

    /** One day of them at once. */
    private static int pruneSums(Connection connection, Unit unit, LocalDate beforeDay) throws SQLException {
        return update(
                connection,
                "DELETE FROM ccproxy_usage_sum WHERE unit = ? AND begins_on < ? AND begins_on ="
                        + " (SELECT MIN(begins_on) FROM ccproxy_usage_sum WHERE unit = ?)",
                unit.toString(),
                beforeDay,
                unit.toString());
    }

    @Override
    public List<UsageRow> read(UsageQuery query) throws SQLException {
        return database.inSnapshot(connection -> {
            SumReader reader = new SumReader(connection, query);
            if (reader.isTooMuch()) {
                throw UsageQuery.tooMuch();
            }
            return reader.read();
        });
    }
}
