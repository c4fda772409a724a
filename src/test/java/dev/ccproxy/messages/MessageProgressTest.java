package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageProgressTest {

    private static final String START =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                    + "{\"input_tokens\":10,\"cache_read_input_tokens\":4,\"output_tokens\":1,\"cache_creation_input_tokens\":9,"
                    + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":7}}}}\n\n";
    private static final String END =
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":50}}"
                    + "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private static MessageProgress stream(String... pieces) {
        MessageProgress progress = new MessageProgress();
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(UTF_8);
            int unused = progress.stream(bytes, 0, bytes.length);
        }
        progress.endOfStream();
        return progress;
    }

    @Test
    void addsUpWhatTheEventsTell() {
        MessageProgress progress = stream(START, END);

        assertThat(progress.usage()).isEqualTo(new Usage(10L, 50L, 9L, 4L, 7L, null));
        assertThat(progress.complete()).isTrue();
        assertThat(progress.cutShort()).isFalse();
        assertThat(progress.error()).isNull();
    }

    /** https://github.com/envoyproxy/ai-gateway/pull/2239: figures are totals, and an end may repeat those of the start. */
    @Test
    void addsNothingThatTheEndRepeats() {
        MessageProgress progress = stream(
                START,
                END.replace(
                        "{\"output_tokens\":50}",
                        "{\"input_tokens\":10,\"cache_read_input_tokens\":4,\"output_tokens\":50}"));

        assertThat(progress.usage()).isEqualTo(new Usage(10L, 50L, 9L, 4L, 7L, null));
    }

    /** https://github.com/envoyproxy/ai-gateway/pull/1631: some servers tell the prompt at the start, and zeros at the end. */
    @Test
    void aZeroAtTheEndDoesNotUnsayThePrompt() {
        MessageProgress progress = stream(
                START,
                END.replace(
                        "{\"output_tokens\":50}",
                        "{\"input_tokens\":0,\"cache_read_input_tokens\":0,\"cache_creation_input_tokens\":0,"
                                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":0},\"output_tokens\":50}"));

        assertThat(progress.usage()).isEqualTo(new Usage(10L, 50L, 9L, 4L, 7L, null));
        assertThat(stream(
                                START.replace("\"input_tokens\":10", "\"input_tokens\":0"),
                                END.replace("{\"output", "{\"input_tokens\":12,\"output"))
                        .usage()
                        .inputTokens())
                .as("told at the end only")
                .isEqualTo(12);
    }

    @Test
    void estimatesTheOutputOfWhatWasCutAndNothingElse() {
        String delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"some thirty characters of English\"}}\n\n";

        assertThat(stream(START, delta.repeat(100)).untoldOutputTokens())
                .as("33 characters each")
                .isBetween(700L, 1200L);
        assertThat(stream(
                                START,
                                delta.replace("some thirty characters of English", "a")
                                        .repeat(100))
                        .untoldOutputTokens())
                .as("a token each, and one is told")
                .isBetween(90L, 110L);
        assertThat(stream(START, delta.repeat(100), END).untoldOutputTokens()).isZero();
        assertThat(stream(START).untoldOutputTokens()).isLessThan(50);
        assertThat(stream().untoldOutputTokens()).isZero();
        assertThat(stream("event: ping\ndata: {}\n\n").untoldOutputTokens()).isZero();
        assertThat(stream(
                                START,
                                "event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":0}}\n\n",
                                delta)
                        .untoldOutputTokens())
                .as("an explicit zero is told")
                .isZero();
    }

    @Test
    void readsAMessageThatIsNotStreamed() {
        MessageProgress progress = new MessageProgress();
        progress.whole(
                " {\"content\":[{\"usage\":{\"input_tokens\":1}}],\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}\n"
                        .getBytes(UTF_8));

        assertThat(progress.usage()).isEqualTo(new Usage(3L, 5L, null, null, null, null));
        assertThat(progress.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":", "<html>", "[]", "{} {}", "{}x", "null"})
    void whatIsNoWholeObjectIsNotComplete(String json) {
        MessageProgress progress = new MessageProgress();
        progress.whole(json.getBytes(UTF_8));

        assertThat(progress.complete()).isFalse();
    }

    @Test
    void aStreamWithoutItsEndIsCutShort() {
        assertThat(stream(START).cutShort()).isTrue();
        assertThat(stream(START, "event: message_delta\ndata: {\"usage\":{\"output_tokens\":2}}\n\n")
                        .usage()
                        .outputTokens())
                .isEqualTo(2L);
    }

    @Test
    void aLastEventWithoutItsBlankLineCounts() {
        assertThat(stream(START, END.stripTrailing()).complete()).isTrue();
    }

    @Test
    void aStreamOfAnUnknownFormatIsNotCutShort() {
        MessageProgress progress = stream("event: reply_begin\ndata: {}\n\n");

        assertThat(progress.begun()).isTrue();
        assertThat(progress.cutShort()).isFalse();
    }

    @Test
    void anErrorIsARefusalOnlyIfNothingCameBefore() {
        String error = "event: error\ndata: {\"error\":{\"type\":\"overloaded_error\"}}\n\n";

        MessageProgress refused = stream(": comment\n\nevent: ping\ndata: {}\n\n" + error);
        assertThat(ErrorBody.type(String.valueOf(refused.refusal()))).isEqualTo("overloaded_error");
        MessageProgress broken = stream(START, error);
        assertThat(broken.refusal()).isNull();
        assertThat(broken.error()).contains("overloaded_error");
        assertThat(broken.cutShort()).isFalse();
        assertThat(stream("data: {\"type\":\"error\",\"error\":{}}\n\n").refusal())
                .isNotNull();
    }

    @Test
    void whatCannotBeANumberOfTokensLeavesWhatWasKnown() {
        String odd = "event: message_delta\ndata: {\"usage\":{\"output_tokens\":%s}}\n\n";
        for (String value : new String[] {"-1", "1.5", "1e999999999", "\"5\"", "null", "99999999999999999999"}) {
            assertThat(stream(START, odd.replace("%s", value)).usage().outputTokens())
                    .as(value)
                    .isEqualTo(1L);
        }
    }
}
