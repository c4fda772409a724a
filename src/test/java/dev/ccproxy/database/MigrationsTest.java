package dev.ccproxy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema is brought up to date once, whoever comes when, and whatever happens in between. */
class MigrationsTest {

    /** Whose database it is. */
    enum Kind {
        POSTGRESQL,
        H2
    }

    private static final int PROGRAMS = 8;

    @TempDir
    private Path folder;

    private DataSource empty(Kind kind) throws Exception {
        if (kind == Kind.POSTGRESQL) {
            PostgreSql server = PostgreSql.shared();
            return server.source(server.database());
        }
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + Files.createTempDirectory(folder, "h2").resolve("ccproxy")
                + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");
        return source;
    }

    private static Database database(DataSource source) {
        return new Database(source::getConnection, "test");
    }

    private static int version(Database database) throws SQLException {
        return database.inTransaction(connection -> number(connection, "SELECT version FROM ccproxy_schema"));
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            int number = row.getInt(1);
            assertThat(row.next()).isFalse();
            return number;
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofProgramsThatStartAtOnceOneMigratesAndTheOthersWait(Kind kind) throws Exception {
        DataSource source = empty(kind);
        // A file of H2 is opened by one program, whose threads start at once.
        Database only = database(source);
        CyclicBarrier barrier = new CyclicBarrier(PROGRAMS);
        ExecutorService programs = Executors.newFixedThreadPool(PROGRAMS);
        try {
            List<Future<Integer>> versions = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                versions.add(programs.submit(() -> {
                    barrier.await(30, TimeUnit.SECONDS);
                    return version(kind == Kind.H2 ? only : database(source));
                }));
            }
            for (Future<Integer> version : versions) {
                assertThat(version.get(60, TimeUnit.SECONDS)).isEqualTo(Migrations.known());
            }
        } finally {
            programs.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereStays(Kind kind) throws Exception {
        DataSource source = empty(kind);

        assertThat(version(database(source))).isEqualTo(Migrations.known());
        execute(source, "INSERT INTO ccproxy_watch VALUES (1, 'n', 1, FALSE, 0, 0)");

        Database again = database(source);

        assertThat(again.<Integer>inTransaction(connection -> number(connection, "SELECT id FROM ccproxy_watch")))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aNewerSchemaIsNotTouchedAndTheErrorSaysWhatToDo(Kind kind) throws Exception {
        DataSource source = empty(kind);

        assertThat(version(database(source))).isEqualTo(Migrations.known());
        execute(source, "UPDATE ccproxy_schema SET version = 99");
        AtomicInteger runs = new AtomicInteger();
        Database older = database(source);

        assertThatThrownBy(() -> older.inTransaction(connection -> runs.incrementAndGet()))
                .isInstanceOf(UnusableException.class)
                .hasMessage("its schema has version 99, of a newer CCProxy, and this one knows version "
                        + Migrations.known() + "; use the newer one, or another database");

        assertThat(runs).hasValue(0);
        execute(source, "UPDATE ccproxy_schema SET version = " + Migrations.known());
        assertThat(version(older)).as("after an upgrade that was taken back").isEqualTo(Migrations.known());
    }

    @ParameterizedTest
    @EnumSource
    void aCrashBetweenAnyTwoStatementsIsRepairedByTheNextStart(Kind kind) throws Exception {
        int crashes = 0;
        for (boolean crashed = true; crashed; crashes++) {
            DataSource source = empty(kind);

            Database crashing = database(crashingAfter(crashes, source));
            crashed = false;
            try {
                version(crashing);
            } catch (SQLException e) {
                assertThat(e.getMessage()).isEqualTo("crashed");
                crashed = true;
            }

            assertThat(version(database(source))).isEqualTo(Migrations.known());
            execute(source, "INSERT INTO ccproxy_annotation VALUES (1, 1, 0, 'kind', NULL)");
        }
        assertThat(crashes).as("as many as there are statements, at least").isGreaterThan(10);
    }

    /** Connections that do as many statements as are given, and none after those. */
    private static DataSource crashingAfter(int statements, DataSource source) {
        AtomicInteger left = new AtomicInteger(statements);
        return replaced(DataSource.class, source, left);
    }

    private static <T> T replaced(Class<T> type, T original, AtomicInteger left) {
        return type.cast(Proxy.newProxyInstance(
                MigrationsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("execute") && left.getAndDecrement() <= 0) {
                        throw new SQLException("crashed");
                    }
                    try {
                        Object result = method.invoke(original, arguments);
                        if (result instanceof Connection connection) {
                            return replaced(Connection.class, connection, left);
                        }
                        return result instanceof Statement statement
                                ? replaced(Statement.class, statement, left)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void aUserWhoMayNotCreateTablesUsesThoseThatAreThere() throws Exception {
        PostgreSql server = PostgreSql.shared();
        String name = server.database();
        assertThat(version(database(server.source(name)))).isEqualTo(Migrations.known());
        server.execute(name, "CREATE ROLE writer LOGIN PASSWORD '" + PostgreSql.PASSWORD + "'");
        server.execute(name, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        server.execute(name, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer");
        var source = server.source(name);
        source.setUser("writer");

        assertThat(version(database(source))).isEqualTo(Migrations.known());
        assertThatThrownBy(() -> execute(source, "CREATE TABLE other (id INT)"))
                .as("what this test is about")
                .hasMessageContaining("permission denied");
    }

    @Test
    void nothingIsDoneBeforeTheFirstUse() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:file:" + folder.resolve("none") + ";IFEXISTS=TRUE");

        Database database = database(nowhere);

        assertThatThrownBy(() -> version(database)).isInstanceOf(SQLException.class);
        assertThat(folder.resolve("none.mv.db")).doesNotExist();
    }
}
