package dev.ccproxy.usage;

import static dev.ccproxy.usage.Records.NOON;
import static dev.ccproxy.usage.Records.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetClaim;
import dev.ccproxy.limits.BudgetLease;
import dev.ccproxy.limits.BudgetWindow;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of budgets in PostgreSQL and in H2. */
@Timeout(120)
class BudgetStoreTest {

    /** Where it is kept. */
    enum Kind {
        DATABASE,
        FILE
    }

    private static final BudgetWindow DAY =
            new BudgetWindow("team", "web", Unit.USD, Period.DAY, LocalDate.parse("2026-11-25"));

    @TempDir
    private Path folder;

    private @Nullable Database opened;

    private void open(Kind kind) throws Exception {
        opened = kind == Kind.FILE ? Databases.file(Files.createDirectories(folder)) : Databases.postgreSql();
    }

    @AfterEach
    void close() {
        database().close();
    }

    private Database database() {
        return Objects.requireNonNull(opened);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    private static BudgetClaim claim(String keep, String need, String comfort) {
        return claim(DAY, keep, need, comfort);
    }

    private static BudgetClaim claim(BudgetWindow window, String keep, String need, String comfort) {
        return new BudgetClaim(window, number("10"), number(keep), number("10"), number(need), number(comfort), false);
    }

    private static BudgetClaim giveBack(String keep) {
        return new BudgetClaim(DAY, number("10"), number(keep), number(keep), BigDecimal.ZERO, BigDecimal.ZERO, false);
    }

    /** An attempt that costs 0.006 dollars, charged to some windows. */
    private static Batch batch(long number, BudgetWindow... windows) {
        LedgerEntry entry =
                LedgerEntry.of(served(NOON, "alice", "web", 1000, 200), "model", Records.prices(), ZoneId.of("UTC"));
        List<BudgetCharge> charges = List.of(windows).stream()
                .map(window -> new BudgetCharge(window, number("0.006")))
                .toList();
        return new Batch(
                number,
                List.of(new LedgerEntry(
                        entry.record(), entry.day(), entry.sumModel(), entry.cost(), entry.estimatedCost(), charges)));
    }

    /** What is read comes without the zeros of the column's scale. */
    private void assertLease(BudgetLease lease, String spent, String others, String slice) {
        assertThat(lease.spent()).as("spent").isEqualTo(number(spent));
        assertThat(lease.others()).as("others").isEqualTo(number(others));
        assertThat(lease.slice()).as("slice").isEqualByComparingTo(slice);
    }

    private void execute(String sql) throws SQLException {
        int changed = database().inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
        assertThat(changed).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void slicesOfSeveralProgramsAndWhatIsSpentAreNeverMoreThanTheBudget(Kind kind) throws Exception {
        open(kind);
        SqlUsageStore one = new SqlUsageStore(database(), "one");
        SqlUsageStore other = new SqlUsageStore(database(), "other");
        assertLease(one.lease(claim("0", "1", "8")), "0", "0", "2.5");
        assertLease(other.lease(claim("0", "7.5", "0")), "0", "2.5", "7.5");
        assertLease(one.lease(claim("1", "3", "0")), "0", "7.5", "2.5");
        assertLease(one.lease(giveBack("1")), "0", "7.5", "1");
        assertLease(other.lease(claim("7.5", "1.5", "0")), "0", "1", "9");
        assertLease(other.lease(giveBack("0")), "0", "1", "0");
        assertLease(one.lease(claim("1", "9", "0")), "0", "0", "10");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsChargedOnceAndNoLongerInTheSlice(Kind kind) throws Exception {
        open(kind);
        SqlUsageStore one = new SqlUsageStore(database(), "one");
        BudgetWindow month = new BudgetWindow("client", "alice", Unit.USD, Period.MONTH, LocalDate.parse("2026-11-01"));
        assertLease(one.lease(claim("0", "1", "0")), "0", "0", "1");
        one.write(batch(1, DAY, month));
        one.write(batch(1, DAY, month));
        assertThat(one.spent(DAY)).isEqualTo(number("0.006"));
        assertThat(one.spent(month)).isEqualTo(number("0.006"));
        SqlUsageStore other = new SqlUsageStore(database(), "other");
        assertLease(other.lease(claim("0", "1", "0")), "0.006", "0.994", "1");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasUsedWhileABudgetWasNotSetCountsOnceItIs(Kind kind) throws Exception {
        open(kind);
        SqlUsageStore one = new SqlUsageStore(database(), "one");
        one.write(batch(1, DAY));
        one.write(batch(2));
        BudgetClaim claim = claim("0", "1", "0");
        assertLease(one.lease(claim), "0.006", "0", "1");
        BudgetClaim first =
                new BudgetClaim(DAY, claim.max(), claim.keep(), claim.held(), claim.need(), claim.comfort(), true);
        assertThat(one.spent(DAY)).isEqualTo(number("0.012"));
        assertLease(one.lease(first), "0.012", "0", "1");
        assertLease(one.lease(first), "0.012", "0", "1");
        assertLease(one.lease(claim), "0.012", "0", "1");
    }

    @ParameterizedTest
    @EnumSource
    void aBudgetIsNotForgottenBeforeItsPeriodIsOver(Kind kind) throws Exception {
        open(kind);
        SqlUsageStore one = new SqlUsageStore(database(), "one");
        BudgetWindow month = new BudgetWindow("team", "web", Unit.USD, Period.MONTH, LocalDate.parse("2026-11-01"));
        BudgetWindow old = new BudgetWindow("team", "web", Unit.USD, Period.MONTH, LocalDate.parse("2026-10-01"));
        one.write(batch(1, month, old));
        while (one.addUp()) {
            // Until everything is added up.
        }
        assertLease(one.lease(claim(month, "0", "1", "0")), "0.006", "0", "1");
        assertLease(one.lease(claim(old, "0", "1", "0")), "0.006", "0", "1");
        LocalDate beforeDay = LocalDate.parse("2026-11-29");
        boolean more = true;
        while (more) {
            more = one.prune(beforeDay.atStartOfDay(ZoneId.of("UTC")).toInstant(), beforeDay);
        }
        assertLease(one.lease(claim(month, "0", "1", "0")), "0.006", "0", "1");
        assertLease(one.lease(claim(old, "0", "1", "0")), "0", "0", "1");
        BudgetWindow ofClient =
                new BudgetWindow("client", "alice", Unit.USD, Period.MONTH, LocalDate.parse("2026-11-01"));
        assertThat(one.spent(ofClient)).as("of a budget that is set now").isEqualTo(number("0.006"));
    }

    @ParameterizedTest
    @EnumSource
    void aNewBudgetBeginsWithWhatWasUsedBefore(Kind kind) throws Exception {
        open(kind);
        SqlUsageStore one = new SqlUsageStore(database(), "one");
        one.write(batch(1));
        while (one.addUp()) {
            // Until everything is added up.
        }
        one.write(batch(2));
        BudgetWindow tokens =
                new BudgetWindow("client", "alice", Unit.TOKENS, Period.WEEK, LocalDate.parse("2026-11-23"));
        BudgetWindow before = new BudgetWindow("client", "alice", Unit.USD, Period.DAY, LocalDate.parse("2026-11-24"));
        assertThat(one.spent(tokens)).as("added up, and not yet").isEqualTo(number("2400"));
        assertThat(one.spent(before)).isEqualTo(number("0"));
        assertLease(one.lease(claim("0", "1", "0")), "0.012", "0", "1");
        one.write(batch(3, DAY));
        assertThat(one.spent(DAY)).isEqualTo(number("0.018"));
        BudgetWindow month = new BudgetWindow("team", "web", Unit.USD, Period.MONTH, LocalDate.parse("2026-11-01"));
        one.write(batch(4, month));
        assertThat(one.spent(month)).as("by a batch that is its first").isEqualTo(number("0.024"));
    }

    @ParameterizedTest
    @EnumSource
    void aSliceOfAProgramThatIsNotHeardOfIsFreeAgain(Kind kind) throws Exception {
        open(kind);
        SqlUsageStore dead = new SqlUsageStore(database(), "dead");
        SqlUsageStore one = new SqlUsageStore(database(), "one");
        assertLease(dead.lease(claim("0", "10", "0")), "0", "0", "10");
        assertLease(one.lease(claim("0", "1", "0")), "0", "10", "0");
        execute("UPDATE ccproxy_budget_slice SET valid_until = valid_until - INTERVAL '61' SECOND");
        assertLease(one.lease(claim("0", "10", "0")), "0", "0", "10");
        assertLease(dead.lease(claim("0", "1", "0")), "0", "10", "0");
    }
}
