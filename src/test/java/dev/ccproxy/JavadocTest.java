package dev.ccproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Javadoc stands where it tells a reader something: on every type, and on what touches the wire. */
class JavadocTest {

    private static final Path MAIN = Path.of("src/main/java");

    private static final Pattern TYPE = Pattern.compile(
            "(?m)^((?:public |abstract |final |sealed )*)(?:class|interface|enum|record|@interface) (\\w+)");

    /** A resource method: its JAX-RS annotation is the first of its annotations. */
    private static final Pattern RESOURCE_METHOD = Pattern.compile("(?m)^    @(?:GET|HEAD|POST|PUT|DELETE)\\b");

    @Test
    void everyTypeHasIt() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file);
            assertThat(TYPE.matcher(text).results())
                    .as("%s: a type needs a sentence of Javadoc", file)
                    .allSatisfy(type -> assertThat(isPrecededByJavadoc(text, type.start()))
                            .as("%s", type.group(2))
                            .isTrue());
        }
    }

    @Test
    void everyResourceMethodHasIt() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file);
            assertThat(RESOURCE_METHOD.matcher(text).results())
                    .as("%s: a resource method needs Javadoc that says its shape and its errors", file)
                    .allSatisfy(method -> assertThat(isPrecededByJavadoc(text, method.start()))
                            .isTrue());
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    /** Annotations may stand between, over several lines. */
    private static boolean isPrecededByJavadoc(String text, int start) {
        int end = text.lastIndexOf("*/", start);
        return end >= 0 && text.substring(end + 2, start).strip().matches("(?s)(@\\w+(\\(.*\\))?\\s*)*");
    }
}
