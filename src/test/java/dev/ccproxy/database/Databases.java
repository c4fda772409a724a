package dev.ccproxy.database;

import java.nio.file.Path;
import javax.sql.DataSource;

/** Databases for the tests of those who use them. */
public final class Databases {

    private Databases() {}

    /** As the application opens it. */
    public static Database embedded(Path directory) {
        return EmbeddedDatabase.in(directory);
    }

    /** As the application uses the server's. */
    public static Database of(DataSource source) {
        return new Database(source, "database", () -> {});
    }
}
