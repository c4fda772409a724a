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

    private static final String CALL = "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"T\",\"input\":{}}";
    private static final String THEIRS = "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"EqQ=\"}";

    /** A request in which an assistant has said something in a turn that is under way. */
    private static String loop(String said, String then, String thinking) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":[" + said
                + "]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"}]}" + then + "],"
                + thinking + ",\"max_tokens\":9}";
    }

    /**
     * With a budget for thinking, Anthropic refuses a turn with calls that does not begin with thinking, and says "To avoid this
     * requirement, disable `thinking`": https://github.com/anomalyco/opencode/issues/3077. Without thinking it refuses to clear
     * thinking: https://github.com/router-for-me/CLIProxyAPI/issues/4908.
     */
    @Test
    void turnsTheThinkingOffOfATurnThatHasLostItsOwn() {
        assertThat(removed(loop(
                        OURS + "," + CALL,
                        "",
                        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5},\"context_management\":{\"edits\":["
                                + "{\"type\":\"clear_thinking_20251015\"},{\"type\":\"clear_tool_uses_20250919\"}]}")))
                .isEqualTo(loop(
                        CALL,
                        "",
                        "\"thinking\":{\"type\":\"disabled\"},"
                                + "\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}"));
    }

    @Test
    void leavesTheThinkingOnWhereNothingRequiresItsBlocks() {
        String enabled = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5}";
        String next = ",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"And now?\"}]}";
        for (String thinking : new String[] {"\"thinking\":{\"type\":\"adaptive\"}", "\"thinking\":7"}) {
            assertThat(removed(loop(OURS + "," + CALL, "", thinking))).isEqualTo(loop(CALL, "", thinking));
        }
        assertThat(removed(loop(OURS + "," + CALL, next, enabled))).isEqualTo(loop(CALL, next, enabled));
        String later = ",{\"role\":\"assistant\",\"content\":[%s{\"type\":\"text\",\"text\":\"b\"}]}";
        assertThat(removed(loop(THEIRS + "," + CALL, later.formatted(OURS + ","), enabled)))
                .isEqualTo(loop(THEIRS + "," + CALL, later.formatted(""), enabled));
        assertThat(removed(loop(THEIRS + "," + OURS + "," + CALL, "", enabled)))
                .isEqualTo(loop(THEIRS + "," + CALL, "", enabled));
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
