package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * A server that serves the built WAR as in production: a process of its own, with our server configuration and the
 * environment that the test gives. Which server it is, the system property {@code ccproxy.it.server} says. Where
 * {@code ccproxy.it.url} is set, the shared server is whatever runs there, with the key {@code ccproxy.it.key}; tests
 * that need a server of their own, or with settings that only they know, are skipped.
 */
final class Server implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Server.class.getName());

    /** Keys of the shared server, one plain and one with all that an expression language would expand. */
    static final String KEY = System.getProperty("ccproxy.it.key", "it-key");

    static final String KEY_WITH_DOLLARS = "it-$key-${two}";

    private static final AtomicInteger STARTED = new AtomicInteger();
    private static Server shared;

    private final URI url;
    private final Process process;
    private final Path directory;
    private final Extras extras;

    private Server(URI url, Process process, Path directory, Extras extras) {
        this.url = url;
        this.process = process;
        this.directory = directory;
        this.extras = extras;
    }

    /** The one server for all tests that change nothing: two keys, one provider that answers and one that refuses. */
    static synchronized Server shared() {
        if (shared == null) {
            String running = System.getProperty("ccproxy.it.url");
            shared = running != null
                    ? new Server(URI.create(running), null, null, new Extras())
                    : start(Map.of(
                            "CCPROXY_API_KEY",
                            KEY + ", " + KEY_WITH_DOLLARS,
                            "CCPROXY_ALLOWED_HOSTS",
                            "ccproxy.example",
                            "CCPROXY_PROVIDERS",
                            "answering,refusing",
                            "CCPROXY_PROVIDER_ANSWERING_BASE_URL",
                            FakeProvider.answering().url(),
                            "CCPROXY_PROVIDER_REFUSING_BASE_URL",
                            "http://127.0.0.1:" + Ports.free()));
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** A server of the test's own, which has taken up work and is closed by the test. */
    static Server start(Map<String, String> environment) {
        return start(environment, new Extras());
    }

    /** The same, with more than our configuration. */
    static Server start(Map<String, String> environment, Extras extras) {
        Assumptions.assumeTrue(System.getProperty("ccproxy.it.url") == null, "needs a server of its own configuration");
        int port = Ports.free();
        try {
            Path directory = Files.createDirectories(
                            Path.of("target", "it", Launch.server() + "-" + STARTED.incrementAndGet()))
                    .toAbsolutePath();
            delete(directory);
            Files.createDirectories(directory);
            ProcessBuilder builder = Launch.command(directory, extras);
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.matches("CCPROXY_.*|.*_API_KEY|(?i)(https?|no)_proxy"));
            builder.environment().put("CCPROXY_PORT", Integer.toString(port));
            // Which test stops which server how is its own business; a drain would only make all of them take longer.
            builder.environment().put("CCPROXY_SHUTDOWN_DRAIN", "0s");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true)
                    .redirectOutput(directory.resolve("console.log").toFile());
            URI url = URI.create(extras.scheme + "://127.0.0.1:" + port);
            Server server = new Server(url, builder.start(), directory, extras);
            if (!server.starts()) {
                server = new Server(url, builder.start(), directory, extras);
                if (!server.starts()) {
                    fail("The server hangs in its own boot, twice in succession");
                }
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Client client() {
        return new Client(url, extras.trust);
    }

    /** All that it has and writes. */
    Path directory() {
        return directory;
    }

    /** Takes our WAR out of the running server. */
    void undeploy() throws IOException {
        Launch.undeploy(process, directory);
    }

    /** The server's own process, below the script that may have started it. */
    ProcessHandle process() {
        withOurSettings();
        return process.descendants().findFirst().orElse(process.toHandle());
    }

    /** Skips a test that needs the settings of the shared server, where it is another server that is judged. */
    Server withOurSettings() {
        Assumptions.assumeTrue(process != null, "needs a server that the test has started");
        return this;
    }

    /** Everything that the server has written so far: to the console and to any file of its own. */
    String logs() {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".log")) {
                    logs.append(Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.toString();
    }

    /** Ends it in order, so that it keeps what it has to keep. */
    void stop() {
        end(ProcessHandle::destroy);
    }

    /** Ends it at once: how a server ends is the matter of few tests. */
    @Override
    public void close() {
        end(ProcessHandle::destroyForcibly);
    }

    private void end(Consumer<ProcessHandle> how) {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(how);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                fail("The server did not stop within 30 s; its log: " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it serves; false where it hangs in its own boot, and is ended. */
    private boolean starts() {
        try {
            await("start of " + Launch.server())
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .failFast(() -> assertThat(process.isAlive())
                            .as(() -> "the server runs; the end of its log:\n" + MissingStart.end(logs()))
                            .isTrue())
                    .until(() -> client().get("/health/live").status() == 200
                            && client().get(extras.root + "/nowhere")
                                    .header("content-type")
                                    .startsWith("application/json"));
            return true;
        } catch (ConditionTimeoutException e) {
            MissingStart missing = MissingStart.of(process(), logs());
            process().destroyForcibly();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            if (!missing.isInServersOwnBoot()) {
                throw new IllegalStateException(missing.toString(), e);
            }
            LOG.log(Level.WARNING, missing);
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
