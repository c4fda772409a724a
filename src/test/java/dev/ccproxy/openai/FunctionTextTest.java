package dev.ccproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.JsonTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions as OpenAI's models read them. */
class FunctionTextTest {

    private static String text(String schema) {
        return FunctionText.of(JsonTree.object(
                        "{\"tools\":[{\"function\":{\"name\":\"f\",\"description\":\"Does\\nit.\",\"parameters\":"
                                + schema + "}}]}")
                .getJsonArray("tools"));
    }

    @Test
    void areTypes() {
        assertThat(text("{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{"
                        + "\"a\":{\"type\":\"string\",\"description\":\"First.\"},"
                        + "\"b\":{\"type\":\"array\",\"items\":{\"enum\":[\"x\",1]}},"
                        + "\"c\":{\"anyOf\":[{\"type\":\"integer\",\"minimum\":2},{\"type\":\"null\"}]}}}"))
                .contains("// Does\nit.\ntype f = (_: {\n// First.\na: string,\nb?: \"x\" | 1[],\nc?:   // minimum: 2\n"
                        + "integer | null,\n}) => any;");
    }

    /** Whatever a schema says, and wherever, counts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"description\":\"SECRET\"}",
                "{\"$defs\":{\"a\":{\"description\":\"SECRET\"}}}",
                "{\"anyOf\":[{\"description\":\"SECRET\"}]}",
                "{\"properties\":{\"a\":{\"$ref\":\"SECRET\"}}}",
                "{\"properties\":{\"a\":{\"items\":{\"description\":\"SECRET\"}}}}",
                "{\"properties\":{\"a\":{\"anyOf\":[{\"description\":\"SECRET\"},7]}}}",
                "{\"properties\":{\"a\":{\"type\":[\"object\",\"null\"],\"properties\":{\"b\":{\"description\":\"SECRET\"}}}}}",
                "{\"properties\":{\"a\":{\"enum\":[1],\"items\":{\"description\":\"SECRET\"}}}}",
                "{\"properties\":{\"a\":{\"properties\":{\"b\":{\"default\":\"SECRET\"}}}}}",
                "{\"properties\":{\"a\":{\"additionalProperties\":{\"description\":\"SECRET\"}}}}",
                "{\"properties\":{\"a\":{\"items\":[{\"description\":\"SECRET\"}]}}}",
                "{\"properties\":{\"SECRET\":true}}",
                "{\"properties\":[\"SECRET\"],\"required\":\"SECRET\"}",
                "{\"description\":{\"a\":\"SECRET\"}}",
            })
    void areWhole(String schema) {
        assertThat(text(schema)).contains("SECRET");
    }
}
