package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the JVM of a server that a test has started says of itself. */
final class Jvm {

    /** Of each generation, or of the heap as a whole. */
    private static final Pattern USED_KIB = Pattern.compile("total \\d+K, used (\\d+)K");

    private final long pid;

    Jvm(Server server) {
        pid = server.process().pid();
    }

    /** What {@code jcmd} answers; a class histogram comes after a collection of its own. */
    String jcmd(String command) throws IOException {
        Process process =
                new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), command).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /** How much of the heap is in use after a collection. */
    long usedKib() throws IOException {
        jcmd("GC.run");
        List<MatchResult> used =
                USED_KIB.matcher(jcmd("GC.heap_info")).results().toList();
        assertThat(used).isNotEmpty();
        return used.stream().mapToLong(part -> Long.parseLong(part.group(1))).sum();
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
