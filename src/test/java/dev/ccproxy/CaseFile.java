package dev.ccproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A file with one case: its name is a claim, and each of its sections begins with a line {@code --- NAME}. The first one is
 * {@code why}: what it is for, with a link where somebody has met it.
 */
public record CaseFile(Path path, Map<String, String> sections) {

    private static final Path RESOURCES = Path.of("src/test/resources/dev/ccproxy");
    private static final String SECTION = "--- ";

    /** What is to be tried with each of them. */
    public interface Trial {
        void run(CaseFile file) throws Exception;
    }

    /** A test for each of the cases in a folder of a package, such as {@code openai/stream}. */
    public static List<DynamicTest> tests(String folder, Trial trial) {
        return all(folder).stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), file.path().toUri(), () -> trial.run(file)))
                .toList();
    }

    /** The cases in a folder, by name. */
    public static List<CaseFile> all(String folder) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            List<CaseFile> cases = files.filter(file -> file.toString().endsWith(".case"))
                    .sorted()
                    .map(CaseFile::read)
                    .toList();
            if (cases.isEmpty()) {
                throw new AssertionError("There are no cases in " + RESOURCES.resolve(folder));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CaseFile read(Path path) {
        Map<String, String> sections = new LinkedHashMap<>();
        String name = "";
        for (String line : Documents.read(path.toString()).lines().toList()) {
            if (line.startsWith(SECTION)) {
                name = line.substring(SECTION.length()).strip();
                sections.put(name, "");
            } else if (name.isEmpty()) {
                throw new AssertionError(path + " must begin with a section, as in \"--- why\"");
            } else {
                sections.merge(name, line + "\n", String::concat);
            }
        }
        if (sections.getOrDefault("why", "").isBlank()) {
            throw new AssertionError(path + " must have a section \"--- why\"");
        }
        return new CaseFile(path, sections);
    }

    /** The claim. */
    public String name() {
        return path.getFileName().toString().replace(".case", "").replace('-', ' ');
    }

    /** Whether it has a section. */
    public boolean has(String section) {
        return sections.containsKey(section);
    }

    /** A section that must be there. */
    public String section(String section) {
        return Objects.requireNonNull(
                        sections.get(section), () -> path + " must have a section \"" + SECTION + section + '"')
                .strip();
    }

    /** A section, or something else where it is not there. */
    public String section(String section, String otherwise) {
        return sections.getOrDefault(section, otherwise).strip();
    }
}
