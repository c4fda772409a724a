package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelInfoTest {

    private static ModelInfo.Page page(String json) {
        return Objects.requireNonNull(ModelInfo.page(json.getBytes(UTF_8)));
    }

    @Test
    void keepsWhatAnthropicSaysOfAModel() {
        String model =
                "{\"type\":\"model\",\"id\":\"m\",\"display_name\":\"M\",\"created_at\":\"2026-01-01T00:00:00Z\","
                        + "\"capabilities\":{\"new\":[1.50]}}";
        ModelInfo info = page("{\"data\":[" + model + "],\"has_more\":true,\"last_id\":\"m\"}")
                .models()
                .get(0);

        assertThat(info.json()).hasToString(model);
        assertThat(info.withId("p/m").json()).hasToString(model.replace("\"id\":\"m\"", "\"id\":\"p/m\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1", "253402300800", "\"x\"", "null", "[]"})
    void aDateThatMakesNoSenseIsUnknown(String created) {
        assertThat(page("{\"data\":[{\"id\":\"m\",\"created\":" + created + "}]}")
                        .models()
                        .get(0)
                        .json()
                        .getString("created_at"))
                .isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void aPageSaysWhereTheNextOneBegins() {
        assertThat(page("{\"data\":[],\"has_more\":true,\"last_id\":\"m\"}").next())
                .isEqualTo("m");
        assertThat(page("{\"data\":[],\"has_more\":false,\"last_id\":\"m\"}").next())
                .isEmpty();
        assertThat(page("{\"data\":[],\"has_more\":\"yes\",\"last_id\":7}").next())
                .isEmpty();
    }

    @Test
    void geminisNamesAreWithoutTheirPrefix() {
        ModelInfo.Page page =
                page("{\"models\":[{\"name\":\"models/gemini-2.5-pro\",\"displayName\":\"Gemini 2.5 Pro\"},"
                        + "{\"name\":7}],\"nextPageToken\":\"t\"}");

        assertThat(page.models()).hasSize(1);
        assertThat(page.models().get(0).id()).isEqualTo("gemini-2.5-pro");
        assertThat(page.models().get(0).json().getString("display_name")).isEqualTo("Gemini 2.5 Pro");
        assertThat(page.next()).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"data\":null}", "{\"data\":{}}", "{\"error\":{}}", "<html>"})
    void whatIsNoListIsNone(String json) {
        assertThat(ModelInfo.page(json.getBytes(UTF_8))).isNull();
    }
}
