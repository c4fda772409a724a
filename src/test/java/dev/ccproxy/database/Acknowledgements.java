package dev.ccproxy.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a program, at random moments, that commits to an embedded database without an end. It prints how much it has found
 * there, and then, after each transaction, how much there must be from now on.
 */
public final class Acknowledgements {

    private static final String END = " committed";

    private final Class<?> program;
    private final Path folder;
    private final int maxTransactions;
    private final Random random = new Random();
    private int acknowledged;
    private int kills;

    /**
     * Nothing is acknowledged.
     *
     * @param program its argument is the folder of the database
     * @param maxTransactions within which it is killed
     */
    public Acknowledgements(Class<?> program, Path folder, int maxTransactions) {
        this.program = program;
        this.folder = folder;
        this.maxTransactions = maxTransactions;
    }

    /** For the program: a line that is cut in the middle is none. */
    public static void acknowledge(int committed) {
        System.out.println(committed + END);
    }

    public int acknowledged() {
        return acknowledged;
    }

    public int kills() {
        return kills;
    }

    /** Runs the program, which must find all that was acknowledged, and kills it. */
    public void untilItIsKilled() throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command(program, data()))
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            int found = next(lines, errors);
            assertThat(found).as("after %d kills", kills).isGreaterThanOrEqualTo(acknowledged);
            acknowledged = found;
            for (int left = random.nextInt(maxTransactions); left > 0; left--) {
                acknowledged = next(lines, errors);
            }
            LockSupport.parkNanos(random.nextInt(2_000_000));
            // The process itself would close what is still to be read.
            process.toHandle().destroyForcibly();
            for (String line : lines.lines().toList()) {
                acknowledged = Math.max(acknowledged, committed(line));
            }
            process.waitFor();
            kills++;
        } finally {
            process.destroyForcibly();
        }
    }

    private int next(BufferedReader lines, Path errors) throws IOException {
        String line = lines.readLine();
        assertThat(line)
                .as("after %d kills: %s", kills, Files.readString(errors))
                .isNotNull();
        return committed(line);
    }

    /** The command that runs a program. */
    public static List<String> command(Class<?> program, Path data) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName(),
                data.toString());
    }

    /** The folder of the database. */
    public Path data() throws IOException {
        return Files.createDirectories(folder.resolve("data"));
    }

    /** The number in a line of its output; -1 if the line is not whole. */
    public static int committed(String line) {
        return line.endsWith(END) ? Integer.parseInt(line.substring(0, line.length() - END.length())) : -1;
    }
}
