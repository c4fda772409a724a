package dev.ccproxy.history;

import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import java.nio.file.Path;

/** A database of a test, closed at its end. */
record TestDatabase(Database database) implements AutoCloseable {

    static TestDatabase h2(Path directory) {
        return new TestDatabase(Databases.embedded(directory));
    }

    @Override
    public void close() {
        database.close();
    }
}
