package dev.ccproxy.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.CaseFile;
import dev.ccproxy.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that says what becomes of each field is made from the cases that prove it. */
class TranslationPageTest {

    private static final String PAGE = "gateway/translation.md";
    private static final String MADE = "target/translation.md";
    private static final String FIELDS = "src/test/resources/dev/ccproxy/messages/fields.txt";

    /** The folders of the formats, with what they are called. */
    private static final Map<String, String> FORMATS = new LinkedHashMap<>();

    static {
        FORMATS.put("openai", "OpenAI's chat completions");
        FORMATS.put("gemini", "Gemini");
    }

    private record Field(String names, String what) {

        /** What the cases of a format say of it. */
        private String cell(String format) {
            List<String> own = Arrays.asList(names.split(", ", -1));
            List<CaseFile> cases = CaseFile.all(format + "/request").stream()
                    .filter(file -> Arrays.stream(file.section("fields").split("\\s+", -1))
                            .anyMatch(own::contains))
                    .toList();
            assertThat(cases)
                    .as("a case in %s/request must name the field %s", format, names)
                    .isNotEmpty();
            return cases.stream()
                    .map(file -> "[" + file.name() + "](../" + file.path() + ")")
                    .collect(Collectors.joining("; "));
        }
    }

    @Test
    void isMadeFromTheCases() throws IOException {
        StringBuilder page = new StringBuilder(Documents.read(PAGE).split("(?m)^\\| field ", 2)[0]);
        page.append("| field | what it is |");
        FORMATS.values().forEach(name -> page.append(" to ").append(name).append(" |"));
        page.append("\n|---|---|").append("---|".repeat(FORMATS.size())).append('\n');
        for (Field field : fields()) {
            page.append("| `")
                    .append(field.names().replace(", ", "`, `"))
                    .append("` | ")
                    .append(field.what())
                    .append(" |");
            FORMATS.keySet()
                    .forEach(format ->
                            page.append(' ').append(field.cell(format)).append(" |"));
            page.append('\n');
        }
        Files.writeString(Path.of(MADE), page);
        assertThat(Documents.read(PAGE))
                .as("%s must be what its cases say: cp %s %s", PAGE, MADE, PAGE)
                .isEqualTo(page.toString());
    }

    @Test
    void everyCaseNamesFieldsThatThereAre() {
        List<String> known = new ArrayList<>();
        fields().forEach(field -> known.addAll(Arrays.asList(field.names().split(", ", -1))));
        for (String format : FORMATS.keySet()) {
            for (CaseFile file : CaseFile.all(format + "/request")) {
                assertThat(known)
                        .as("%s: its section fields must have names of %s", file.path(), FIELDS)
                        .containsAll(Arrays.asList(file.section("fields").split("\\s+", -1)));
            }
        }
    }

    private static List<Field> fields() {
        return Documents.read(FIELDS)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" \\| ", 2))
                .map(cells -> new Field(cells[0], cells[1]))
                .toList();
    }
}
