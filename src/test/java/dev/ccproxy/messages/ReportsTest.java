package dev.ccproxy.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.CaseFile;
import dev.ccproxy.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What has gone wrong elsewhere has a test here. */
class ReportsTest {

    private static final String REPORTS = "src/test/resources/dev/ccproxy/messages/reports.txt";

    @Test
    void eachHasATest() throws IOException {
        List<String> tests = Stream.concat(whys(), sources()).toList();

        assertThat(Documents.read(REPORTS).lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                .as("a case, or a test of Java, must have a link of each row of %s", REPORTS)
                .isNotEmpty()
                .allMatch(row -> Arrays.stream(
                                row.substring(0, row.indexOf(" | ")).split(", ", -1))
                        .anyMatch(link -> tests.stream().anyMatch(test -> test.contains(link + " "))));
    }

    private static Stream<String> whys() {
        return Stream.of("openai", "gemini")
                .flatMap(format -> Stream.of("request", "count", "stream", "response", "error")
                        .flatMap(folder -> CaseFile.all(format + "/" + folder).stream()))
                .map(file -> words(file.section("why")));
    }

    private static Stream<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> words(Documents.read(file.toString())))
                    .toList()
                    .stream();
        }
    }

    /** A text in which each link ends with a space, so that no number is taken for a longer one. */
    private static String words(String text) {
        return text.replaceAll("[^\\w:/.#-]|[.:](?=\\s|$)", " ") + " ";
    }
}
