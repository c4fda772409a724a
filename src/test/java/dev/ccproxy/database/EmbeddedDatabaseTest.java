package dev.ccproxy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the file is, when it is left alone, and what is said of one that cannot be used. */
class EmbeddedDatabaseTest {

    private static final long ENOUGH = EmbeddedDatabase.MIN_FREE_MEBIBYTES * 1024L * 1024;

    @TempDir
    private Path folder;

    private static void insert(Database database, int id) throws SQLException {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "INSERT INTO ccproxy_annotation VALUES (1, " + id + ", 0, 'kind', NULL)");
            }
        });
    }

    private static int count(Database database) throws SQLException {
        return database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM ccproxy_annotation")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a b",
                " blanks ",
                "~",
                "a:b",
                "mem:",
                "zip:a!b",
                "100%25",
                "a?b=c&d#e",
                "'quoted\"",
                "${user.home}",
                "ü😀",
                "ccproxy.mv.db",
                "a/../b",
                "."
            })
    void isInThatDirectory(String name) throws Exception {
        Path directory = folder.resolve(name);
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(directory);
        Database database = EmbeddedDatabase.in(directory);

        insert(database, 1);

        assertThat(directory.resolve("ccproxy.mv.db")).isRegularFile();
        database.close();
        assertThat(files()).containsExactly(directory.resolve("ccproxy.mv.db").toRealPath());
        Database again = EmbeddedDatabase.in(directory);
        assertThat(count(again)).isEqualTo(1);
        again.close();
    }

    /** Nothing is left of the driver, either. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void isLeftAloneWhileItsDiskIsNearlyFull() throws SQLException, IOException {
        AtomicLong free = new AtomicLong(ENOUGH - 1);
        Database database = new Database(new EmbeddedDatabase(folder, free::get), "file");

        assertThatThrownBy(() -> insert(database, 1))
                .isInstanceOf(UnusableException.class)
                .hasMessage("the file system of ccproxy.data-dir has less than 16 MiB free; make room there");
        assertThat(files()).isEmpty();

        free.set(ENOUGH);
        insert(database, 1);
        free.set(ENOUGH - 1);
        byte[] before = Files.readAllBytes(folder.resolve("ccproxy.mv.db"));
        assertThatThrownBy(() -> insert(database, 2)).isInstanceOf(UnusableException.class);
        assertThat(folder.resolve("ccproxy.mv.db")).hasBinaryContent(before);

        free.set(ENOUGH);
        insert(database, 2);
        free.set(0);
        before = Files.readAllBytes(folder.resolve("ccproxy.mv.db"));
        database.close();
        assertThat(folder.resolve("ccproxy.mv.db"))
                .as("not written by the end, either")
                .hasBinaryContent(before);

        Database again = EmbeddedDatabase.in(folder);
        assertThat(count(again)).isEqualTo(2);
        again.close();
    }

    @Test
    void aFileThatAnotherProgramHasOpenedIsNoMystery() throws SQLException {
        Database first = EmbeddedDatabase.in(folder);
        insert(first, 1);
        Database second = EmbeddedDatabase.in(folder);

        assertThatThrownBy(() -> insert(second, 2))
                .isInstanceOf(UnusableException.class)
                .hasMessage("another program has opened its file, ccproxy.mv.db in ccproxy.data-dir; give each CCProxy"
                        + " a directory of its own");

        first.close();
        insert(second, 2);
        assertThat(count(second)).isEqualTo(2);
        second.close();
    }

    @Test
    void aDamagedFileIsNoMystery() throws Exception {
        Database database = EmbeddedDatabase.in(folder);
        insert(database, 1);
        database.close();
        Path file = folder.resolve("ccproxy.mv.db");
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, (byte) 'x');
        Files.write(file, content);

        Database again = EmbeddedDatabase.in(folder);

        assertThatThrownBy(() -> count(again))
                .isInstanceOf(UnusableException.class)
                .hasMessage("its file is damaged, ccproxy.mv.db in ccproxy.data-dir; stop CCProxy and put a backup"
                        + " in its place, or move it away to begin anew")
                .hasCauseInstanceOf(SQLException.class);
        again.close();
        Files.delete(file);
        Database anew = EmbeddedDatabase.in(folder);
        assertThat(count(anew)).isZero();
        anew.close();
    }

    @Test
    void isClosedForEver() throws SQLException {
        Database database = EmbeddedDatabase.in(folder);
        insert(database, 1);

        database.close();
        database.close();

        assertThatThrownBy(() -> count(database)).hasMessage("The database is closed");
        Database other = EmbeddedDatabase.in(folder);
        assertThat(count(other)).isEqualTo(1);
        other.close();
    }

    @Test
    void thatWasNeverOpenedStaysClosed() {
        Database database = EmbeddedDatabase.in(folder);

        database.close();

        assertThatThrownBy(() -> count(database)).hasMessage("The database is closed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nobodyKeepsTheDriverOfAClosedOne() throws SQLException {
        WeakReference<ClassLoader> loader = loaderOfAnUnloadedDriver();

        await().until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private static WeakReference<ClassLoader> loaderOfAnUnloadedDriver() throws SQLException {
        EmbeddedDriver driver = EmbeddedDriver.load();
        driver.connect("jdbc:h2:mem:").close();
        driver.unload();
        return new WeakReference<>(driver.loader());
    }
}
