package dev.ccproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.JsonTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenAiSchemaTest {

    /** Each compared with each would take minutes; those whose hashes are the same, too. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void manyPropertiesCostNoMoreThanTheirLength() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1 << 17; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        StringBuilder properties = new StringBuilder();
        names.forEach(name -> properties.append(",\"").append(name).append("\":{}"));
        Collections.reverse(names);

        assertThat(OpenAiSchema.canBeStrict(JsonTree.object("{\"type\":\"object\",\"additionalProperties\":false,"
                        + "\"properties\":{" + properties.substring(1) + "},\"required\":[\""
                        + String.join("\",\"", names) + "\"]}")))
                .isTrue();
    }
}
