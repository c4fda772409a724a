package dev.ccproxy.database;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of the test's own, of whatever version of 14 or newer Debian has installed, on a port of loopback and
 * with its data in a temporary folder. It can stop, freeze and come back. Where none is installed, the tests that want it
 * are skipped; with {@code CI=true} in the environment, they fail.
 */
public final class PostgreSql implements AutoCloseable {

    /** The user of {@link #database}, and with some characters that configurations like to interpret. */
    public static final String USER = "ccproxy";

    public static final String PASSWORD = "it-$pass:${word}";

    private static final int OLDEST = 14;
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable PostgreSql shared;

    private final Path programs;
    private final Path folder;
    private final int port = Ports.free();
    private @Nullable Process process;

    private PostgreSql(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** One for all tests that only want a {@link #database} of their own; it always runs. */
    public static synchronized PostgreSql shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** One of the test's own, which the test closes. */
    public static PostgreSql start() {
        try {
            PostgreSql server = new PostgreSql(programs(), Files.createTempDirectory("ccproxy-postgresql-"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.initialize();
            server.comeBack();
            server.execute("postgres", "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
            return server;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path programs() throws IOException {
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                newest = versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                        .filter(version -> number(version) >= OLDEST)
                        .max(Comparator.comparing(PostgreSql::number))
                        .map(version -> version.resolve("bin"));
            }
        }
        String missing =
                "needs PostgreSQL " + OLDEST + " or newer below " + INSTALLED + " (apt-get install postgresql)";
        if (newest.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        Assumptions.assumeTrue(newest.isPresent(), missing);
        return newest.orElseThrow();
    }

    private static int number(Path version) {
        return Integer.parseInt(version.getFileName().toString());
    }

    private void initialize() throws IOException, InterruptedException {
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
        Process initdb = run(
                "initdb",
                "-D",
                data(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--pwfile",
                passwordFile().toString(),
                "-E",
                "UTF8",
                "--locale=C",
                "-N");
        if (!initdb.waitFor(60, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
            fail("initdb failed: " + log());
        }
    }

    private Path passwordFile() throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "password", ".txt"), PASSWORD + "\n");
        if (isRoot()) {
            Files.setOwner(file, Files.getOwner(folder));
        }
        return file;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** It refuses to run as root. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Process run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile()))
                .start();
    }

    private File logFile() {
        return folder.resolve("log").toFile();
    }

    /** Everything that it has written so far. */
    public String log() {
        try {
            return Files.readString(logFile().toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar of its JDBC driver. */
    public static Path driver() {
        try {
            return Path.of(Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of loopback. */
    public int port() {
        return port;
    }

    /** A new and empty database, which belongs to {@link #USER}; its name. */
    public String database() {
        String name = "test" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " OWNER " + USER);
        return name;
    }

    /** Connections to a database as {@link #USER}, none of which waits for ever. */
    public PGSimpleDataSource source(String database) {
        return source(database, USER);
    }

    private PGSimpleDataSource source(String database, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(PASSWORD);
        source.setConnectTimeout(5);
        source.setSocketTimeout(60);
        return source;
    }

    /** Does something as the superuser. */
    public void execute(String database, String sql) {
        try (Connection connection = source(database, "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Ends at once: connections break, and its port refuses new ones. */
    public void stop() {
        signal("INT", List.of(running().toHandle()));
        running().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** From now on nothing of it moves: connections stay, new ones are accepted by the kernel, and nobody responds. */
    public void freeze() {
        signal("STOP", all());
    }

    /** Goes on where it was frozen. */
    public void thaw() {
        signal("CONT", all());
    }

    /** Starts again after {@link #stop}; returns when it accepts connections. */
    public void comeBack() {
        try {
            process = run(
                    "postgres",
                    "-D",
                    data(),
                    "-p",
                    Integer.toString(port),
                    "-h",
                    "127.0.0.1",
                    "-k",
                    "",
                    "-F",
                    "-N",
                    "300");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("start of PostgreSQL")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .failFast("it has ended", () -> !running().isAlive())
                .until(this::accepts);
    }

    private boolean accepts() throws SQLException {
        try (Connection connection = source("postgres", "postgres").getConnection()) {
            return connection.isValid(5);
        }
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    private List<ProcessHandle> all() {
        // The first one first: it must not make new ones meanwhile.
        List<ProcessHandle> all = new ArrayList<>(List.of(running().toHandle()));
        all.addAll(running().descendants().toList());
        return all;
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(each -> command.add(Long.toString(each.pid())));
        try {
            // A backend may have ended meanwhile, which is no matter.
            int unused = new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends, and leaves nothing. */
    @Override
    public synchronized void close() {
        if (process != null && process.isAlive()) {
            signal("QUIT", all());
            thaw();
            running().onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
