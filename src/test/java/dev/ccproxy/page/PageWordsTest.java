package dev.ccproxy.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page has a word for everything that the server may say. */
class PageWordsTest {

    private static List<String> keys(String file, String object) throws IOException {
        String text = Files.readString(Path.of("src/main/webapp/page", file));
        String lines = text.substring(text.indexOf("const " + object + " = {"));
        return Pattern.compile("(?m)^  ([a-z_]+): ")
                .matcher(lines.substring(0, lines.indexOf("\n};")))
                .results()
                .map(MatchResult::group)
                .map(line -> line.strip().replace(":", ""))
                .toList();
    }

    private static List<String> names(Object[] constants) {
        return Arrays.stream(constants).map(Object::toString).toList();
    }

    @Test
    void eachReasonHasALine() throws IOException {
        assertThat(keys("reasons.js", "REASONS")).containsExactlyElementsOf(names(Reason.values()));
    }

    @Test
    void eachStateHasAWordAndAShape() throws IOException {
        assertThat(keys("reasons.js", "STATES")).containsExactlyInAnyOrderElementsOf(names(State.values()));
    }

    @Test
    void eachFailureHasALine() throws IOException {
        assertThat(keys("reasons.js", "FAILURES")).containsAll(names(Failure.values()));
    }
}
