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
import java.util.Objects;
import java.util.Properties;

/**
 * The driver of H2. Its classes are in a jar within the WAR that no server looks into: among the WAR's libraries, they would
 * make each start longer by a tenth, also where nobody uses them; and of whatever is called {@code .jar}, wherever it is,
 * Payara Micro reads every class. They have a loader of their own, which knows nothing but
 * the JDK, so that no other H2 in the server can take their place.
 */
record EmbeddedDriver(URLClassLoader loader, Driver driver) {

    private static final Logger LOG = System.getLogger(EmbeddedDriver.class.getName());

    private static final String JAR = "h2.driver";
    private static final String DRIVER = "org.h2.Driver";
    private static final String MESSAGES = "org.h2.message.DbException";

    /** A loader needs a file, not a jar within a WAR; it is gone once the loader has opened it. */
    static EmbeddedDriver load() throws SQLException {
        try {
            Path jar = Files.createTempFile("h2-", ".jar");
            try {
                try (InputStream in = Objects.requireNonNull(EmbeddedDriver.class.getResourceAsStream(JAR), JAR)) {
                    Files.copy(in, jar, StandardCopyOption.REPLACE_EXISTING);
                }
                return from(jar.toUri().toURL());
            } finally {
                boolean unusedResult = jar.toFile().delete();
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new SQLException(
                    "The embedded database's driver cannot be loaded by way of " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private static EmbeddedDriver from(URL jar) throws IOException, ReflectiveOperationException {
        URLClassLoader loader = new URLClassLoader("h2", new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        try {
            // While its file is there: with it, H2 reads the texts of its messages, and has only their numbers without.
            Class<?> unusedClass = Class.forName(MESSAGES, true, loader);
            return new EmbeddedDriver(
                    loader, (Driver) loader.loadClass(DRIVER).getConstructor().newInstance());
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            loader.close();
            throw e;
        }
    }

    Connection connect(String url) throws SQLException {
        return driver.connect(url, new Properties());
    }

    /** The JVM would keep the driver, and with it this application's classes. */
    void unload() {
        try {
            Object unused = loader.loadClass(DRIVER).getMethod("unload").invoke(null);
            loader.close();
        } catch (IOException | ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "The embedded database's driver could not be unloaded", e);
        }
    }
}
