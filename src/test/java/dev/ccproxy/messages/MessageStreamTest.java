package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A call whose input is cut. */
class MessageStreamTest {

    private final MessageStream stream = new MessageStream("msg_1", "m", 1);

    private void end(StopReason reason) throws InvalidMessageException {
        stream.toolUse(0, "c", "Read");
        stream.toolInput(0, "{\"a\":");
        stream.end(reason, null, Usage.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAX_TOKENS", "REFUSAL", "MODEL_CONTEXT_WINDOW_EXCEEDED"})
    void isToldAsFarAsItCameWithTheReasonThatCutIt(StopReason reason) throws InvalidMessageException {
        end(reason);

        assertThat(stream.ended()).isTrue();
        assertThat(new String(stream.take(), UTF_8)).contains("\"stop_reason\":\"" + reason + "\"");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"MAX_TOKENS", "REFUSAL", "MODEL_CONTEXT_WINDOW_EXCEEDED"})
    void isNoMessageIfTheTurnIsSaidToBeOver(StopReason reason) {
        assertThatThrownBy(() -> end(reason)).hasMessageContaining("no JSON object");
        assertThat(stream.ended()).isFalse();
    }
}
