package dev.ccproxy.database;

import java.nio.file.Path;

/** Databases for the tests of what is kept in them. */
public final class Databases {

    private Databases() {}

    /** A new one in a running PostgreSQL. */
    public static Database postgreSql() {
        return postgreSql(PostgreSql.shared().database());
    }

    /** One that is there, by its name. */
    public static Database postgreSql(String name) {
        return postgreSql(PostgreSql.shared(), name);
    }

    /** One of another server. */
    public static Database postgreSql(PostgreSql server, String name) {
        return new Database(new ServerDatabase(server.source(name)), "database");
    }

    /** In a file of this folder. */
    public static Database file(Path folder) {
        return EmbeddedDatabase.in(folder);
    }
}
