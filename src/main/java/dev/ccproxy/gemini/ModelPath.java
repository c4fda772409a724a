package dev.ccproxy.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.ToolNames;
import dev.ccproxy.messages.Turn;
import java.util.Arrays;

/** Where a request for a model goes: {@code models/MODEL:METHOD}. */
final class ModelPath {

    private static final String MODELS = "models/";

    /** What a segment of a path may have beside letters and digits (RFC 3986, 3.3), and what is between two of them. */
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/";

    private ModelPath() {}

    /**
     * The path for a method, which may have a query.
     *
     * @throws ErrorException 400 if the name of the model would lead somewhere else
     */
    static String of(String model, String method) {
        if (model.isEmpty() || Arrays.asList(model.split("/", -1)).stream().anyMatch(ModelPath::isNoName)) {
            throw Turn.refuse("model", "must be the name of a model");
        }
        return encoded(name(model)) + ":" + method;
    }

    /** The name of a model as the API has it. */
    static String name(String model) {
        return model.startsWith(MODELS) ? model : MODELS + model;
    }

    private static boolean isNoName(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (ToolNames.isLetterOrDigit(b) || ALLOWED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }
}
