package dev.ccproxy.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** An H2 database in a file, which one program at a time can open. */
final class EmbeddedDatabase implements Database.Source {

    private static final Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());

    /**
     * It stays open between connections, and is closed by the application, not by the JVM, which would do it while the
     * application still writes. What is committed is in the file at once, so that no crash loses it. The cache has 4 MiB; by
     * default it grows with the heap.
     */
    private static final String OPTIONS =
            ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;COMPRESS=TRUE;CACHE_SIZE=4096;TRACE_LEVEL_FILE=0";

    private final String url;
    private @Nullable EmbeddedDriver driver;
    private boolean closed;

    /** One that is opened by its first connection. */
    EmbeddedDatabase(Path directory) {
        url = "jdbc:h2:file:" + directory.toAbsolutePath().resolve("ccproxy") + OPTIONS;
    }

    static Database in(Path directory) {
        return new Database(new EmbeddedDatabase(directory), "file");
    }

    /** Under the lock of {@link #close}, so that nobody opens again what is being closed. */
    @Override
    public synchronized Connection connect() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("The database is closed");
        }
        EmbeddedDriver present = driver;
        if (present == null) {
            present = EmbeddedDriver.load();
            driver = present;
        }
        return present.connect(url);
    }

    @Override
    public SQLException explained(SQLException failure) {
        return EmbeddedFailure.explained(failure);
    }

    @Override
    public synchronized void close() {
        closed = true;
        EmbeddedDriver present = driver;
        driver = null;
        if (present == null) {
            return;
        }
        // Does not open it only to close it.
        try (Connection connection = present.connect(url + ";IFEXISTS=TRUE");
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The embedded database could not be closed", e);
        }
        present.unload();
    }
}
