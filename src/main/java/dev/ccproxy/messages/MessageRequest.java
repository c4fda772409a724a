package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, as it came, and the little of it that this program reads. */
public final class MessageRequest {

    /**
     * The {@code model} and where its value is in the body.
     *
     * @param start of the first byte of the value, its quotation mark
     * @param end behind its last byte
     */
    record ModelField(String name, int start, int end) {}

    private final byte[] body;
    private final @Nullable ModelField model;
    private final boolean streamed;

    private MessageRequest(byte[] body, @Nullable ModelField model, boolean streamed) {
        this.body = body;
        this.model = model;
        this.streamed = streamed;
    }

    /**
     * Reads a body, in one pass over its bytes. A body that is not JSON is left to the provider, which says so.
     *
     * @throws ErrorException 400 if the body has two {@code model} at its top level, because parsers differ on which counts;
     *     upper and lower case are the same, as they are to some parsers
     */
    public static MessageRequest read(byte[] body) {
        TopLevel top = TopLevel.scan(body);
        if (top.models() > 1) {
            throw new ErrorException(
                    ErrorType.INVALID_REQUEST, "model must be there once; this body has it " + top.models() + " times");
        }
        return new MessageRequest(body, top.model(), top.streamed());
    }

    /** The body, not copied. */
    public byte[] body() {
        return body;
    }

    /** The model that is asked for; null if the body has none, or one that is no string. */
    public @Nullable String model() {
        return model == null ? null : model.name();
    }

    /** Whether {@code stream} is true. */
    public boolean streamed() {
        return streamed;
    }

    /**
     * The body with another model in the place of the one it has; nothing else is changed.
     *
     * @param name as the provider knows it
     */
    public byte[] withModel(String name) {
        if (model == null || model.name().equals(name)) {
            return body;
        }
        byte[] value = Json.createValue(name).toString().getBytes(UTF_8);
        ByteArrayOutputStream replaced = new ByteArrayOutputStream(body.length + value.length);
        replaced.write(body, 0, model.start());
        replaced.writeBytes(value);
        replaced.write(body, model.end(), body.length - model.end());
        return replaced.toByteArray();
    }
}
