package dev.ccproxy.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Databases for the tests of what is kept in them. */
public final class Databases {

    /** The least that a pool takes. */
    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Of the server that always runs. */
    private static final Map<String, DataSource> POOLS = new ConcurrentHashMap<>();

    private Databases() {}

    /** A new one in a running PostgreSQL. */
    public static Database postgreSql() {
        return postgreSql(PostgreSql.shared().database());
    }

    /** One that is there, by its name. */
    public static Database postgreSql(String name) {
        return new Database(new ServerDatabase(POOLS.computeIfAbsent(name, Databases::pool)), "database");
    }

    private static DataSource pool(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(PostgreSql.shared().source(name));
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(MIN_IDLE_TIMEOUT.toMillis());
        pool.setConnectionTimeout(TIMEOUT.toMillis());
        return pool;
    }

    /** One of another server, which may be away: each of its connections is new. */
    public static Database postgreSql(PostgreSql server, String name) {
        return new Database(new ServerDatabase(server.source(name)), "database");
    }

    /** In a file of this folder. */
    public static Database file(Path folder) {
        return EmbeddedDatabase.in(folder);
    }
}
