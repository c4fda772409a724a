package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thinking that is signed here, in the body of a request. */
class MintedThinkingTest {

    private static final String OURS = "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\""
            + Signature.of("openai@llm.example", "") + "\"}";

    private static String body(String content) {
        return "{\"n\":1.50,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":"
                + content + "},{\"role\":\"user\",\"content\":\"" + "ccproxy".repeat(20) + "\"}]}";
    }

    private static String removed(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        byte[] removed = MintedThinking.isIn(bytes) ? MintedThinking.removed(bytes) : null;
        return removed == null ? "null" : new String(removed, UTF_8);
    }

    @Test
    void isRemovedWhereverItIs() {
        String padding = " ".repeat(100);
        for (int i = 0; i < padding.length(); i++) {
            assertThat(removed(body("[" + padding.substring(i) + OURS + ",{\"type\":\"text\",\"text\":\"Yes\"}]")))
                    .isEqualTo(body("[{\"type\":\"text\",\"text\":\"Yes\"}]"));
        }
    }

    @Test
    void leavesNoMessageThatHasNothingElse() {
        assertThat(removed(body("[" + OURS + "]")))
                .isEqualTo(body("[]").replace(",{\"role\":\"assistant\",\"content\":[]}", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"EqQ=\"}]",
                "[{\"type\":\"text\",\"text\":\"ccproxy1.\"}]",
                "\"ccproxy1.\"",
                "[]",
                "7",
            })
    void nothingElseIs(String content) {
        assertThat(removed(body(content))).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"ccproxy1.", "{\"messages\":\"ccproxy1.\"}", "[\"ccproxy1.\"]", "{\"a\":\"ccproxy1.\""})
    void whatCannotBeReadIsLeftToTheProvider(String body) {
        assertThat(removed(body)).isEqualTo("null");
    }
}
