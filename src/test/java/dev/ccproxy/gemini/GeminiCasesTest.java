package dev.ccproxy.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.CaseFile;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageError;
import dev.ccproxy.messages.StreamCase;
import dev.ccproxy.messages.Translation;
import dev.ccproxy.messages.WholeMessage;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases below {@code src/test/resources/dev/ccproxy/gemini}: what goes to a provider, and what its responses become. */
class GeminiCasesTest {

    private static final String ASKED =
            "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    /** What becomes of it. */
    private static final String TRANSLATED = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],"
            + "\"generationConfig\":{\"maxOutputTokens\":100}}";

    private final GeminiTranslator translator = new GeminiTranslator();

    private Translation translation(CaseFile file) {
        return translator.translate(
                over(ASKED, file.section("request", "{}")),
                file.section("host", "llm.example"),
                file.section("model", "m"));
    }

    /** An object with some of its values replaced; null removes one. */
    private static JsonObject over(String base, String changes) {
        JsonObjectBuilder all = JsonTree.newObject();
        JsonObject other = JsonTree.object(changes);
        JsonTree.object(base).forEach(all::add);
        other.forEach((key, value) -> {
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
        return CaseFile.tests("gemini/request", file -> {
            if (file.has("refused")) {
                assertThatThrownBy(() -> translation(file))
                        .isInstanceOf(ErrorException.class)
                        .hasMessageContaining(file.section("refused"));
                return;
            }
            Translation translation = translation(file);
            assertThat(JsonTree.object(translation.takeBody()))
                    .isEqualTo(over(TRANSLATED, file.section("translated", "{}")));
            assertThat(translation.losses()).containsExactlyInAnyOrderElementsOf(words(file.section("losses", "")));
            assertThat(translation.path())
                    .isEqualTo(file.section("path", "models/" + file.section("model", "m") + ":generateContent"));
        });
    }

    private static List<String> words(String section) {
        return Arrays.stream(section.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> streams() {
        return CaseFile.all("gemini/stream").stream()
                .flatMap(file -> StreamCase.tests(
                        file, () -> translation(file), "gemini@" + file.section("host", "llm.example")));
    }

    @TestFactory
    List<DynamicTest> responses() {
        return CaseFile.tests("gemini/response", file -> {
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
            StreamCase.assertMessage(whole, file, "gemini@" + file.section("host", "llm.example"));
        });
    }

    @TestFactory
    List<DynamicTest> errors() {
        return CaseFile.tests("gemini/error", file -> {
            MessageError error =
                    translation(file).error(Integer.parseInt(file.section("status")), file.section("body"));
            assertThat(error.status() + " " + error.type() + " " + error.message())
                    .isEqualTo(file.section("error"));
            assertThat(JsonTree.object(error.json("req_1").getBytes(UTF_8)).getString("request_id"))
                    .isEqualTo("req_1");
        });
    }
}
