package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Readers;
import dev.ccproxy.limits.BudgetWindow;
import dev.ccproxy.limits.Budgets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads sums, on threads that nothing else waits for. */
final class UsageReports {

    private static final Logger LOG = System.getLogger(UsageReports.class.getName());

    private final UsageStore store;
    private final LedgerWriter writer;
    private final Budgets budgets;
    private final UsageSettings settings;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Readers readers = new Readers("usage", Ledger::thread);

    UsageReports(UsageStore store, LedgerWriter writer, Budgets budgets, UsageSettings settings, InstantSource clock) {
        this.store = store;
        this.writer = writer;
        this.budgets = budgets;
        this.settings = settings;
        this.clock = clock;
        startedAt = clock.instant();
    }

    void read(@Nullable String query, Client client, Consumer<Object> then) {
        ZoneId zone = settings.timeZone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        LocalDate oldest = LocalDate.ofInstant(clock.instant().minus(settings.retention()), zone);
        UsageQuery parsed = UsageQuery.of(query, client, today, oldest);
        readers.read(() -> result(() -> report(parsed)), then);
    }

    void readBudgets(Client client, Consumer<Object> then) {
        Map<BudgetWindow, BigDecimal> windows = budgets.windows(client);
        readers.read(
                () -> result(() -> BudgetReport.read(client, windows, budgets.zone(), clock.instant(), store)), then);
    }

    /** Reads something from the store. */
    private interface Reading {
        Object read() throws SQLException;
    }

    private Object report(UsageQuery query) throws SQLException {
        // Before: what is written meanwhile may be counted in both, and is missing in neither.
        LedgerFigures figures = writer.figures();
        List<UsageRow> rows = store.read(query);
        if (rows.size() > UsageQuery.MAX_ROWS) {
            return UsageQuery.tooMuch();
        }
        return new UsageReport(
                query,
                rows,
                settings.timeZone().getId(),
                store.storage(),
                store.storage().equals("memory") ? startedAt : null,
                figures);
    }

    private Object result(Reading reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The usage could not be read", e);
            return new ErrorException(ErrorType.SERVICE, writer.problem().sentence(e));
        }
    }

    void stop() {
        readers.stop();
    }
}
