package dev.ccproxy.database;

import java.io.File;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.function.LongSupplier;
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

    /**
     * With less room, nothing is written: a full disk could cost rows that were kept. The largest transaction, of 1000 rows
     * from all over the file, writes 3 MiB, and compacting at the end 5 MiB.
     */
    static final int MIN_FREE_MEBIBYTES = 16;

    private static final long MIN_FREE = MIN_FREE_MEBIBYTES * 1024L * 1024;

    private static final String FULL =
            "the file system of ccproxy.data-dir has less than " + MIN_FREE_MEBIBYTES + " MiB free; make room there";

    private final String url;
    private final LongSupplier free;
    private @Nullable EmbeddedDriver driver;
    private boolean closed;

    /**
     * One that is opened by its first connection.
     *
     * @param free how many bytes are left on its disk
     */
    EmbeddedDatabase(Path directory, LongSupplier free) {
        url = "jdbc:h2:file:" + directory.toAbsolutePath().resolve("ccproxy") + OPTIONS;
        this.free = free;
    }

    static Database in(Path directory) {
        File file = directory.toFile();
        // A total of 0 is that of a directory which is gone, or of a file system that does not tell.
        LongSupplier free = () -> file.getTotalSpace() == 0 ? Long.MAX_VALUE : file.getUsableSpace();
        return new Database(new EmbeddedDatabase(directory, free), "file");
    }

    /** Under the lock of {@link #close}, so that nobody opens again what is being closed. */
    @Override
    public synchronized Connection connect() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("The database is closed");
        }
        if (isFull()) {
            throw new UnusableException(FULL, null);
        }
        EmbeddedDriver present = driver;
        if (present == null) {
            present = EmbeddedDriver.load();
            driver = present;
        }
        return present.connect(url);
    }

    private boolean isFull() {
        return free.getAsLong() < MIN_FREE;
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
            statement.execute(isFull() ? "SHUTDOWN IMMEDIATELY" : "SHUTDOWN");
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The embedded database could not be closed", e);
        }
        present.unload();
    }
}
