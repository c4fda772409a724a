package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the JVM of a server that a test has started says of itself. */
final class Jvm {

    /** The last line of a class histogram: how many objects, and how many bytes. */
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long pid;

    Jvm(Server server) {
        pid = server.process().pid();
    }

    /** What {@code jcmd} answers; a class histogram comes after a collection of its own. */
    String jcmd(String command) throws IOException {
        return tool("jcmd", Long.toString(pid), command)
                .orElseThrow(() -> new IOException("jcmd " + command + " has no answer after " + PATIENCE));
    }

    /**
     * What a tool of the JDK writes; nothing where it has not ended in time: a JVM in which a thread reaches no safepoint
     * lets whoever asks it wait for ever.
     */
    static Optional<String> tool(String name, String... arguments) throws IOException {
        Path written = Files.createTempFile(name, ".txt");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/" + name));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(written.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return ended ? Optional.of(Files.readString(written)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
            Files.delete(written);
        }
    }

    /** What the objects take that are in use. What is thrown away while a test asks does not count, unlike in "used heap". */
    long usedKib() throws IOException {
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        assertThat(total.find()).as("a total").isTrue();
        return Long.parseLong(total.group(1)) / 1024;
    }

    int threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                .findFirst()
                .orElseThrow();
    }

    /** How many sockets it has open. */
    long sockets() throws IOException {
        long sockets = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : files) {
                if (isSocket(file)) {
                    sockets++;
                }
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            // It has been closed meanwhile.
            return false;
        }
    }
}
