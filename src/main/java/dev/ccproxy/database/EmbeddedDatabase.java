package dev.ccproxy.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.Driver;
import org.h2.jdbcx.JdbcDataSource;

/** An H2 database in a file, which one program at a time can open. */
final class EmbeddedDatabase {

    private static final Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());

    /**
     * It stays open between connections, and is closed by the application, not by the JVM, which would do it while the
     * application still writes. What is committed is in the file at once, so that no crash loses it. The cache has 4 MiB; by
     * default it grows with the heap.
     */
    private static final String OPTIONS =
            ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;COMPRESS=TRUE;CACHE_SIZE=4096";

    private EmbeddedDatabase() {}

    static Database in(Path directory) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve("ccproxy").toAbsolutePath() + OPTIONS);
        return new Database(source, "file", () -> close(source));
    }

    private static void close(JdbcDataSource source) {
        // Does not open it only to close it.
        source.setURL(source.getURL() + ";IFEXISTS=TRUE");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The embedded database could not be closed", e);
        }
        // The JVM would keep the driver, and with it this application's classes.
        Driver.unload();
    }
}
