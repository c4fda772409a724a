package dev.ccproxy.messages;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamChunkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\": {\"message\": \"boom\"}}",
                "{\"error\": \"Unexpected endpoint or method. (POST /chat/completions)\"}",
                "{\"object\": \"error\", \"message\": \"boom\", \"code\": 400}"
            })
    void aWholeResponseThatIsAnErrorIsOneInEachForm(String response) {
        assertThatExceptionOfType(MessageErrorException.class)
                .isThrownBy(() -> StreamChunk.refuseError(JsonTree.object(response)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"error\": null, \"choices\": []}", "{\"error\": \"\"}", "{\"object\": \"chat.completion\"}"})
    void anythingElseIsNone(String response) {
        assertThatCode(() -> StreamChunk.refuseError(JsonTree.object(response))).doesNotThrowAnyException();
    }
}
