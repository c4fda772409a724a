package dev.ccproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a first start of Open Liberty leaves for the next ones: an archive of classes, for its JVM, and what it has found out
 * about its features. With both, a start takes less CPU.
 */
final class FirstStart {

    private static final Path ARCHIVE = Path.of("target", "it", Launch.server() + ".jsa");

    /** The server brings an agent, and the JVM warns of that. */
    private static final List<String> ARCHIVED =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent", "-XX:-PrintWarnings");

    private static boolean begun;
    private static Path workArea;

    private FirstStart() {}

    /** Prepares a server of this folder, and adds to its JVM's options; before the first one, another is started and stopped. */
    static synchronized void prepare(Path server, List<String> jvmOptions) throws IOException {
        if (!begun) {
            begun = true;
            Files.deleteIfExists(ARCHIVE);
            Server first = Server.start(Map.of());
            workArea = first.directory()
                    .resolve(server.getParent().getParent().relativize(server))
                    .resolve("workarea");
            first.stop();
        }
        jvmOptions.addAll(ARCHIVED);
        jvmOptions.add(
                (workArea == null ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + ARCHIVE.toAbsolutePath());
        if (workArea != null) {
            copy(workArea, server.resolve("workarea"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
