package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFeaturesTest {

    private static final String LATER = """
            {"model":"m","system":[{"type":"text","text":"Be brief."}],"tools":[{"name":"t"}],"messages":[\
            {"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},{"role":"user","content":"Go on"}]}""";

    private static long conversation(String body) {
        return MessageRequest.read(body.getBytes(UTF_8)).features().conversation();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"model":"m","system":[{"type":"text","text":"Be brief."}],"tools":[{"name":"t"}],"messages":[\
                {"role":"user","content":"Hello"}]}""",
                """
                {"model":"m","system":[{"type":"text","text":"Be brief."}],"tools":[{"name":"t"}],"messages":[\
                {"role":"user","content":[{"type":"text","text":"Hello"}]}]}""",
                """
                {"model":"m","system":[{"type":"text","text":"Be brief."}],"tools":[{"name":"t"}],"messages":[\
                {"role":"user","content":[{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}]}]}""",
                """
                {"model":"m","system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}],\
                "tools":[{"name":"t"}],"messages":[{"role":"user","content":"Hello"}]}""",
            })
    void aConversationIsTheSameInItsFirstTurn(String first) {
        assertThat(conversation(first)).isEqualTo(conversation(LATER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"model":"m","system":[{"type":"text","text":"Be brief."}],"tools":[{"name":"t"}],"messages":[\
                {"role":"user","content":"Hallo"}]}""",
                """
                {"model":"m","system":[{"type":"text","text":"Be long."}],"tools":[{"name":"t"}],"messages":[\
                {"role":"user","content":"Hello"}]}""",
                """
                {"model":"m","system":[{"type":"text","text":"Be brief."}],"tools":[{"name":"u"}],"messages":[\
                {"role":"user","content":"Hello"}]}""",
            })
    void anotherBeginningIsAnotherConversation(String other) {
        assertThat(conversation(other)).isNotEqualTo(conversation(LATER));
    }
}
