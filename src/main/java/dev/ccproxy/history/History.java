package dev.ccproxy.history;

import dev.ccproxy.database.Database;
import dev.ccproxy.history.HistoryReader.Windows;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Readers;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.WallClock;
import dev.ccproxy.usage.UsageTotals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The history of this application: has it written, and reads it on threads of its own. */
public final class History {

    private static final Logger LOG = System.getLogger(History.class.getName());

    private static final Duration WINDOWS_EVERY = Duration.ofMinutes(1);

    private final Monitor monitor;
    private final Optional<Database> database;
    private final WallClock clock = new WallClock(Instant::now);
    private final Historian historian;
    private final HistoryReader reader;
    private final Readers readers = new Readers("history", Historian::thread);
    private volatile Windows windows = Windows.NONE;

    History(
            Monitor monitor,
            UsageTotals totals,
            Optional<Database> database,
            String node,
            Map<String, String> settings) {
        this.monitor = monitor;
        this.database = database;
        HistoryStore store = database.<HistoryStore>map(SqlStore::new).orElseGet(MemoryStore::new);
        historian = new Historian(store, monitor, new TrafficCounter(totals), node, settings, clock, this::readWindows);
        reader = new HistoryReader(store, historian, node);
    }

    /** Begins to write. */
    public void start() {
        historian.start();
    }

    /**
     * Writes down what happened to this program.
     *
     * @param kind such as {@code started}
     * @param note more about it; null if there is nothing to add
     */
    public void annotate(String kind, @Nullable String note) {
        historian.annotate(kind, note);
    }

    private Instant now() {
        Duration now = monitor.now();
        return clock.origin(now).plus(now).truncatedTo(ChronoUnit.MILLIS);
    }

    private void readWindows() {
        Instant now = now();
        if (!windows.isOlderThan(WINDOWS_EVERY, now)) {
            return;
        }
        try {
            windows = reader.windows(now);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The availability of the providers could not be read", e);
        }
    }

    /**
     * Reads what is asked for, on another thread.
     *
     * @param query the raw query; null if there is none
     * @param provider the one that is asked for; null for all
     * @param then gets the report, or the exception that ends the request: not later than after 8 s, or at the
     *     application's end
     */
    void read(@Nullable String query, @Nullable String provider, Consumer<Object> then) {
        List<String> configured = monitor.snapshot().providers().stream()
                .map(ProviderHealth::provider)
                .filter(each -> each.settings().enabled())
                .map(each -> each.name())
                .toList();
        List<String> asked = provider == null ? configured : List.of(provider);
        if (!configured.containsAll(asked)) {
            throw new ErrorException(
                    ErrorType.NOT_FOUND,
                    configured.isEmpty()
                            ? "No provider is configured"
                            : "The name must be one of the enabled providers: " + String.join(", ", configured));
        }
        Instant now = now();
        HistoryQuery parsed = HistoryQuery.of(query, provider, asked.size(), now);
        readers.read(() -> report(parsed, asked, now), then);
    }

    private Object report(HistoryQuery query, List<String> providers, Instant now) {
        try {
            return reader.report(query, providers, present(now), now);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The history could not be read", e);
            return new ErrorException(ErrorType.SERVICE, historian.problem().sentence(e));
        }
    }

    /** They have not been read yet soon after the start, and not lately while nothing can be written. */
    private Windows present(Instant now) throws SQLException {
        if (windows.isTooOld(now)) {
            windows = reader.windows(now);
        }
        return windows;
    }

    /** The present figures. */
    public HistoryFigures figures() {
        return new HistoryFigures(
                windows.ratios(now()), !historian.problem().isThere(), historian.waiting(), historian.lost());
    }

    /** Keeps what is left, and ends. */
    public void stop() {
        historian.stop();
        readers.stop();
        database.ifPresent(Database::close);
    }
}
