package dev.ccproxy.history;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Keeps rows and finds them again. May wait for a database. */
interface HistoryStore {

    /** {@code database}, {@code file} or {@code memory}. */
    String storage();

    /** Keeps rows, all or none. They may have been kept before. */
    void write(List<? extends Row> rows) throws SQLException;

    /**
     * The names of the settings of a node that differ from those that were kept; empty if none were.
     *
     * @param settings by their names with a digest of each
     */
    List<String> changedSettings(String node, Map<String, String> settings) throws SQLException;

    /** Keeps the settings of a node in place of those before. */
    void keepSettings(String node, Map<String, String> settings) throws SQLException;

    /** Forgets what is older than it is to be kept. */
    void prune(Instant now) throws SQLException;

    /** The watches that were seen since an instant, by node and number. */
    List<Watch> watches(Instant since) throws SQLException;

    /** The periods that are at least partly within a scope; the newest if there are more than {@link Scope#MAX_ROWS}. */
    List<Period> periods(Scope scope) throws SQLException;

    /** The buckets of a length that begin within a scope, in the order of their begin. */
    List<Bucket> buckets(Step step, Scope scope) throws SQLException;

    /** How long each provider was up, degraded and down in the buckets that begin within a scope; by provider. */
    Map<String, Figures> times(Step step, Scope scope) throws SQLException;

    /** What happened to the program; the newest if there is more than {@link Scope#MAX_ROWS}. */
    List<Annotation> annotations(Scope scope) throws SQLException;
}
