package dev.ccproxy.database;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * An H2 database in a file, which one program at a time can open. Its classes are in a jar within the WAR that no server looks
 * into: among the WAR's libraries, they would make each start longer by a tenth, also where nobody uses them. They have a
 * loader of their own, which knows nothing but the JDK, so that no other H2 in the server can take their place.
 */
final class EmbeddedDatabase {

    private static final Logger LOG = System.getLogger(EmbeddedDatabase.class.getName());

    private static final String JAR = "h2.jar";
    private static final String DRIVER = "org.h2.Driver";
    private static final String MESSAGES = "org.h2.message.DbException";

    /**
     * It stays open between connections, and is closed by the application, not by the JVM, which would do it while the
     * application still writes. What is committed is in the file at once, so that no crash loses it. The cache has 4 MiB; by
     * default it grows with the heap.
     */
    private static final String OPTIONS =
            ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;COMPRESS=TRUE;CACHE_SIZE=4096;TRACE_LEVEL_FILE=0";

    private final Path directory;
    private final String url;
    private @Nullable URLClassLoader loader;
    private @Nullable Driver driver;

    private EmbeddedDatabase(Path directory) {
        this.directory = directory.toAbsolutePath();
        url = "jdbc:h2:file:" + this.directory.resolve("ccproxy") + OPTIONS;
    }

    static Database in(Path directory) {
        EmbeddedDatabase database = new EmbeddedDatabase(directory);
        return new Database(() -> database.driver().connect(database.url, new Properties()), "file", database::close);
    }

    /** Loaded at the first use. A loader needs a file, not a jar within a WAR; it is gone once the loader has opened it. */
    private synchronized Driver driver() throws SQLException {
        Driver present = driver;
        if (present != null) {
            return present;
        }
        try {
            Path jar = Files.createTempFile(directory, "h2-", ".jar");
            try {
                try (InputStream in = Objects.requireNonNull(EmbeddedDatabase.class.getResourceAsStream(JAR), JAR)) {
                    Files.copy(in, jar, StandardCopyOption.REPLACE_EXISTING);
                }
                URL[] urls = {jar.toUri().toURL()};
                loader = new URLClassLoader("h2", urls, ClassLoader.getPlatformClassLoader());
                // While its file is there: with it, H2 reads the texts of its messages, and has only their numbers
                // without.
                Class<?> unusedClass = Class.forName(MESSAGES, true, loader);
                driver = present =
                        (Driver) loader.loadClass(DRIVER).getConstructor().newInstance();
                return present;
            } finally {
                boolean unusedResult = jar.toFile().delete();
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new SQLException("The embedded database's driver cannot be loaded by way of " + directory, e);
        }
    }

    private synchronized void close() {
        Driver present = driver;
        if (present == null || loader == null) {
            return;
        }
        // Does not open it only to close it.
        try (Connection connection = present.connect(url + ";IFEXISTS=TRUE", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "The embedded database could not be closed", e);
        }
        try {
            // The JVM would keep the driver, and with it this application's classes.
            Object unused = loader.loadClass(DRIVER).getMethod("unload").invoke(null);
            loader.close();
        } catch (IOException | ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "The embedded database's driver could not be unloaded", e);
        }
        driver = null;
    }
}
