package dev.ccproxy.openai;

import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.StreamProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Any turn of a model behind chat completions. */
class OpenAiStreamPropertiesTest extends StreamProperties {

    OpenAiStreamPropertiesTest() {
        super(new OpenAiTranslator());
    }

    @Override
    protected String said(Kind kind, String piece) {
        return chunk("\"" + (kind == Kind.TEXT ? "content" : "reasoning_content") + "\":" + JsonTree.quote(piece));
    }

    @Override
    protected List<String> call(int number, String input, Random random) {
        List<String> pieces = new ArrayList<>();
        pieces.add(chunk("\"tool_calls\":[{\"index\":" + number + ",\"id\":\"call_" + number
                + "\",\"type\":\"function\",\"function\":{\"name\":\"T\",\"arguments\":\"\"}}]"));
        for (String piece : split(input, random)) {
            pieces.add(chunk("\"tool_calls\":[{\"index\":" + number + ",\"function\":{\"arguments\":"
                    + JsonTree.quote(piece) + "}}]"));
        }
        return pieces;
    }

    private static String chunk(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
    }

    /** The usage beside the reason, or after it. */
    @Override
    protected List<String> end(Told told, Random random) {
        String finish = "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]";
        String usage = "\"usage\":{\"prompt_tokens\":" + told.input() + ",\"completion_tokens\":" + told.output() + "}";
        return random.nextBoolean()
                ? List.of("{" + finish + "," + usage + "}", "[DONE]")
                : List.of("{" + finish + "}", "{\"choices\":[]," + usage + "}", "[DONE]");
    }
}
