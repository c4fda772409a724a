package dev.ccproxy.usage;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.config.Role;
import dev.ccproxy.database.Acknowledgements;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetWindow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that writes attempts to an embedded database, without an end. It prints how many it has found, as single attempts
 * and in the sums, and then, after each batch, how many there must be from now on.
 */
final class Selling {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");
    private static final BudgetWindow BUDGET =
            new BudgetWindow("team", "web", Unit.USD, Period.MONTH, LocalDate.parse("2026-11-01"));

    private static final BigDecimal MAX = new BigDecimal(1_000_000);

    private static final int MAX_BATCH = 30;
    private static final int ADD_UP_EVERY = 3;
    private static final int MAX_PAUSE_NANOS = 5_000_000;

    private Selling() {}

    /** What a program gets of the budget that wants everything which no other holds. */
    static BudgetLease lease(SqlUsageStore store) throws SQLException {
        return store.lease(new BudgetClaim(BUDGET, MAX, BigDecimal.ZERO, MAX, BigDecimal.ONE, MAX, true));
    }

    public static void main(String[] arguments) throws SQLException {
        Database database = Databases.file(Path.of(arguments[0]));
        SqlUsageStore store = new SqlUsageStore(database, "node");
        Random random = new Random();
        int attempts = found(database, store);
        Acknowledgements.acknowledge(attempts);
        for (long number = 1; ; number++) {
            LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
            List<LedgerEntry> entries = new ArrayList<>();
            for (int left = 1 + random.nextInt(MAX_BATCH); left > 0; left--) {
                UsageRecord record = Records.served(Records.NOON, "client-" + random.nextInt(9), "web", 10, 2);
                LedgerEntry entry = LedgerEntry.of(record, "model", Records.prices(), ZoneId.of("UTC"));
                entries.add(new LedgerEntry(
                        record,
                        entry.day(),
                        entry.sumModel(),
                        entry.cost(),
                        entry.estimatedCost(),
                        List.of(new BudgetCharge(BUDGET, Objects.requireNonNull(entry.cost())))));
            }
            store.write(new Batch(number, entries));
            attempts += entries.size();
            BudgetLease unusedLease = lease(store);
            if (random.nextInt(ADD_UP_EVERY) == 0) {
                boolean unused = store.addUp();
            }
            Acknowledgements.acknowledge(attempts);
        }
    }

    /** As single attempts; the sums must have as many, and the budget what they cost. */
    private static int found(Database database, SqlUsageStore store) throws SQLException {
        int single = database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM ccproxy_usage_attempt")) {
                row.next();
                return row.getInt(1);
            }
        });
        for (String by : List.of("by=day,client", "by=month,client", "by=session,client")) {
            UsageQuery query =
                    UsageQuery.of(by, Records.client("boss", null, Role.OPERATOR), TODAY, TODAY.minusDays(400));
            long summed = store.read(query).stream()
                    .mapToLong(row -> row.figures().count(Measure.ATTEMPTS))
                    .sum();
            if (summed != single) {
                throw new AssertionError(single + " attempts, and " + summed + " in the sums " + by);
            }
        }
        BigDecimal cost = store
                .read(UsageQuery.of(
                        "team=web", Records.client("boss", null, Role.OPERATOR), TODAY, TODAY.minusDays(400)))
                .stream()
                .map(row -> row.figures().cost())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (store.spent(BUDGET).compareTo(cost) != 0) {
            throw new AssertionError(cost + " dollars, and " + store.spent(BUDGET) + " of the budget");
        }
        return single;
    }
}
