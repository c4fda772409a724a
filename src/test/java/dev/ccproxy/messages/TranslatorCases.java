package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.CaseFile;
import dev.ccproxy.Documents;
import dev.ccproxy.http.ErrorException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases of a format, below {@code src/test/resources/dev/ccproxy}: what goes to a provider, and what its responses become.
 */
public abstract class TranslatorCases {

    private static final String ASKED =
            "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final String format;
    private final Translator translator;
    private final String translated;

    /**
     * Cases.
     *
     * @param format the folder that they are in
     * @param translated what becomes of the shortest request
     */
    protected TranslatorCases(String format, Translator translator, String translated) {
        this.format = format;
        this.translator = translator;
        this.translated = translated;
    }

    /** Where a request goes. */
    protected abstract String path(CaseFile file);

    private MessageTranslation translation(CaseFile file) {
        return translator.translate(
                over(ASKED, file.section("request", "{}")),
                file.section("host", "llm.example"),
                file.section("model", "m"));
    }

    private String origin(CaseFile file) {
        return format + "@" + file.section("host", "llm.example");
    }

    /** An object with some of its values replaced; null removes one. */
    private static JsonObject over(String base, String changes) {
        JsonObjectBuilder all = JsonTree.newObject(JsonTree.object(base));
        JsonTree.object(changes).forEach((key, value) -> {
            if (value == JsonValue.NULL) {
                all.remove(key);
            } else {
                all.add(key, value);
            }
        });
        return all.build();
    }

    @TestFactory
    List<DynamicTest> requests() {
        return CaseFile.tests(format + "/request", file -> {
            if (file.has("refused")) {
                assertThatThrownBy(() -> translation(file))
                        .isInstanceOf(ErrorException.class)
                        .hasMessageContaining(file.section("refused"));
                return;
            }
            Translation translation = translation(file);
            assertThat(JsonTree.object(translation.takeBody()))
                    .isEqualTo(over(translated, file.section("translated", "{}")));
            assertThat(translation.losses()).containsExactlyInAnyOrderElementsOf(words(file.section("losses", "")));
            assertThat(translation.path()).isEqualTo(path(file));
        });
    }

    private static List<String> words(String section) {
        return Arrays.stream(section.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> streams() {
        return CaseFile.all(format + "/stream").stream()
                .flatMap(file -> StreamCase.tests(file, () -> translation(file), origin(file)));
    }

    @TestFactory
    List<DynamicTest> responses() {
        return CaseFile.tests(format + "/response", file -> {
            WholeMessage message = new WholeMessage("msg_1", "asked", 7);
            JsonObject response = JsonTree.object(file.section("response"));
            if (file.has("fails")) {
                assertThatThrownBy(() -> translation(file).reader(message).readWhole(response))
                        .hasMessageContaining(file.section("fails"));
                return;
            }
            translation(file).reader(message).readWhole(response);
            JsonObject whole = JsonTree.object(message.json());
            assertThat(whole.getString("id") + whole.getString("model")).isEqualTo("msg_1asked");
            StreamCase.assertMessage(whole, file, origin(file));
        });
    }

    @TestFactory
    List<DynamicTest> errors() {
        return CaseFile.tests(format + "/error", file -> {
            MessageError error =
                    translation(file).error(Integer.parseInt(file.section("status")), file.section("body"));
            assertThat(error.status() + " " + error.type() + " " + error.message())
                    .isEqualTo(file.section("error"));
            assertThat(JsonTree.object(error.json("req_1").getBytes(UTF_8)).getString("request_id"))
                    .isEqualTo("req_1");
            if (file.has("retry-after")) {
                assertThat(translation(file).retryAfter(file.section("body")))
                        .isEqualTo(Long.parseLong(file.section("retry-after")));
            }
        });
    }

    /** What providers differ in is proved as well: each row must match the host and the model of a case. */
    @Test
    void everyQuirkHasACase() {
        List<CaseFile> cases = Stream.of("request", "count", "stream", "response", "error")
                .flatMap(folder -> CaseFile.all(format + "/" + folder).stream())
                .toList();
        String file = "src/main/resources/dev/ccproxy/" + format + "/quirks.txt";
        assertThat(Documents.read(file).lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                .as("a case must have the host and the model of each row of %s", file)
                .isNotEmpty()
                .allMatch(row -> cases.stream().anyMatch(each -> matches(row, each)));
    }

    private static boolean matches(String row, CaseFile file) {
        String[] cells = row.split("\\|", -1);
        String model = file.section("model", "m");
        return isLike(cells[0], file.section("host", "llm.example"))
                && isLike(cells[1], model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isLike(String globs, String text) {
        return Arrays.stream(globs.strip().split(", *", -1))
                .anyMatch(glob -> text.matches(glob.replace(".", "\\.").replace("*", ".*")));
    }

    /** A request to count tokens needs no limit. */
    @TestFactory
    List<DynamicTest> counts() {
        return CaseFile.tests(format + "/count", file -> {
            TokenCount count = translator.count(
                    over(over(ASKED, "{\"max_tokens\":null}").toString(), file.section("request", "{}")),
                    file.section("host", "llm.example"),
                    file.section("model", "m"));
            if (count instanceof CountTranslation question) {
                assertThat(question.path()).isEqualTo(file.section("path"));
                assertThat(JsonTree.object(question.takeBody())).isEqualTo(JsonTree.object(file.section("translated")));
                assertThat(question.inputTokens(JsonTree.object(file.section("response"))))
                        .isEqualTo(Long.parseLong(file.section("tokens")));
            } else if (count instanceof TokenCount.Estimate estimate) {
                long recorded = Long.parseLong(file.section("tokens"));
                assertThat(estimate.inputTokens()).isBetween(recorded, recorded * 115 / 100);
            }
        });
    }
}
