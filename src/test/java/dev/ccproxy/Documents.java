package dev.ccproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The documents of the project that must name everything that the code knows. */
public final class Documents {

    public static final String README = "README.md";
    public static final String OPENAPI = "src/main/resources/dev/ccproxy/openapi/openapi.yaml";
    public static final String CONTRACT = "src/test/resources/contract/status-endpoint.md";

    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    private Documents() {}

    /** A file, by its path from the project's folder. */
    public static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part of the README below a heading such as {@code ## Providers}, up to the next of that level. */
    public static String section(String heading) {
        String readme = read(README);
        int start = readme.indexOf("\n" + heading + "\n");
        if (start < 0) {
            throw new AssertionError(README + " must have a section \"" + heading + "\"");
        }
        int end = readme.indexOf("\n" + heading.substring(0, heading.indexOf(' ') + 1), start + heading.length());
        return end < 0 ? readme.substring(start) : readme.substring(start, end);
    }

    /** What is in backticks in one column, from 1, of the tables of a text, without their headings. */
    public static Set<String> inTables(String text, int column) {
        Set<String> found = new TreeSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size() - 1; i++) {
            String[] cells = lines.get(i).split("(?<!\\\\)\\|");
            boolean heading = lines.get(i + 1).startsWith("|--");
            if (lines.get(i).startsWith("|") && !heading && cells.length > column) {
                WORD.matcher(cells[column]).results().forEach(word -> found.add(word.group(1)));
            }
        }
        return found;
    }

    /** The {@code enum} at the end of a path of keys in openapi.yaml. */
    public static List<String> openApiEnum(String... path) {
        Object node = new Yaml().load(read(OPENAPI));
        for (String key : path) {
            node = child(node, key);
        }
        return ((List<?>) child(node, "enum")).stream().map(String::valueOf).toList();
    }

    private static Object child(Object node, String key) {
        Object child = node instanceof List<?> list ? list.get(Integer.parseInt(key)) : ((Map<?, ?>) node).get(key);
        return Objects.requireNonNull(child, () -> OPENAPI + " must have " + key);
    }
}
