package dev.ccproxy.gemini;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.StreamProperties;
import java.util.List;
import java.util.Random;

/** Any turn of a model of Gemini. */
class GeminiStreamPropertiesTest extends StreamProperties {

    GeminiStreamPropertiesTest() {
        super(new GeminiTranslator());
    }

    @Override
    protected String said(Kind kind, String piece) {
        return response(
                "{\"text\":" + JsonTree.quote(piece) + (kind == Kind.THINKING ? ",\"thought\":true}" : "}"), "");
    }

    /** Always in one piece. */
    @Override
    protected List<String> call(int number, String input, Random random) {
        return List.of(response(
                "{\"functionCall\":{\"id\":\"call_" + number + "\",\"name\":\"T\",\"args\":" + input + "}}", ""));
    }

    private static String response(String part, String more) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part + "]}}]" + more + "}";
    }

    /** With figures that are told once before the end, or not; thoughts are told apart from the rest of the output. */
    @Override
    protected List<String> end(Told told, Random random) {
        int thoughts = random.nextInt(told.output() + 1);
        String usage = ",\"usageMetadata\":{\"promptTokenCount\":" + told.input() + ",\"candidatesTokenCount\":"
                + (told.output() - thoughts) + ",\"thoughtsTokenCount\":" + thoughts + "}";
        String last = "{\"candidates\":[{\"finishReason\":\"STOP\"}]" + usage + "}";
        String before = response("{\"text\":\"\"}", ",\"usageMetadata\":{\"promptTokenCount\":1}");
        return random.nextBoolean() ? List.of(last) : List.of(before, last);
    }
}
