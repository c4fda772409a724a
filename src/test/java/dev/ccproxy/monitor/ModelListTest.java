package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies are a list of models, so that a good status is a good response. */
@Timeout(20)
class ModelListTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[]}",
                "{\"object\":\"list\",\"data\":null}",
                "{\"models\":[{\"name\":\"models/gemini\"}],\"nextPageToken\":\"x\"}",
                " \r\n{ \"object\" : \"list\" , \"data\" : [ {\"id\":\"a\",\"n\":1e400} ] } \n",
                "{\"data\":{},\"models\":[]}",
                "{\"error\":null,\"data\":[1,[2],{\"data\":3}]}"
            })
    void isOne(String body) {
        assertThat(ModelList.isIn(complete(body))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "null",
                "\"data\"",
                "OK",
                "{\"error\":\"Unexpected endpoint or method. (GET /models)\"}",
                "<!DOCTYPE html><html><body>This page is blocked: data, models</body></html>",
                "{\"data\":{}}",
                "{\"data\":\"\"}",
                "{\"data\":0}",
                "{\"data\":true}",
                "{\"Data\":[]}",
                "{\"result\":{\"data\":[]}}",
                "{\"data\":[]",
                "{\"data\":[",
                "{\"data\":[]}{",
                "{\"data\":[]} trailing",
                "{data:[]}",
                "{\"data\":[],}"
            })
    void isNone(String body) {
        assertThat(ModelList.isIn(complete(body))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("deep")
    void isNoneAndNoErrorHoweverDeepItIs(String body) {
        assertThat(ModelList.isIn(complete(body))).isFalse();
    }

    static String[] deep() {
        return new String[] {"[".repeat(60_000), "{\"a\":".repeat(10_000), "{\"data\":" + "[".repeat(60_000)};
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"object\":\"list\",\"data\":[{\"id\":\"a", "{\"models\":[", "{\"data\":[],\"more\":\""})
    void isOneThatIsLongerThanWhatIsRead(String body) {
        assertThat(ModelList.isIn(Body.of(body.getBytes(UTF_8), false, ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"object\":\"list\",", "<html><head>", "{\"data\":{\"x\":["})
    void isNoneThatIsLongerThanWhatIsRead(String body) {
        assertThat(ModelList.isIn(Body.of(body.getBytes(UTF_8), false, ""))).isFalse();
    }

    private static Body complete(String body) {
        return Body.of(body.getBytes(UTF_8), true, "");
    }
}
