package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.json.spi.JsonProvider;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request, as it came, and the little of it that this program reads. */
public final class MessageRequest {

    /** Kept, because {@code Json} looks for the server's library anew at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    /**
     * The {@code model} and where its value is in the body.
     *
     * @param start of the first byte of the value, its quotation mark
     * @param end behind its last byte
     */
    record ModelField(String name, int start, int end) {}

    private byte @Nullable [] body;
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

    /** The model that is asked for; null if the body has none, or one that is no string. */
    public @Nullable String model() {
        return model == null ? null : model.name();
    }

    /** Whether {@code stream} is true. */
    public boolean streamed() {
        return streamed;
    }

    /**
     * The body in pieces that are no copies, with another model in the place of the one it has; nothing else is changed.
     *
     * @param name as the provider knows it; null to change nothing
     * @throws IllegalStateException after {@link #release}
     */
    public List<ByteBuffer> body(@Nullable String name) {
        byte[] all = whole();
        if (model == null || name == null || model.name().equals(name)) {
            return List.of(ByteBuffer.wrap(all));
        }
        String own = model.name();
        int prefix = own.length() - name.length();
        int begin = model.start() + 1;
        if (prefix > 0 && own.endsWith(name) && isWritten(own.substring(0, prefix), all, begin)) {
            // What is left of the name stays as it is written, also where that is not valid.
            return List.of(
                    ByteBuffer.wrap(all, 0, begin), ByteBuffer.wrap(all, begin + prefix, all.length - begin - prefix));
        }
        byte[] value = JSON.createValue(name).toString().getBytes(UTF_8);
        return List.of(
                ByteBuffer.wrap(all, 0, model.start()),
                ByteBuffer.wrap(value),
                ByteBuffer.wrap(all, model.end(), all.length - model.end()));
    }

    /**
     * The body as it came.
     *
     * @throws IllegalStateException after {@link #release}
     */
    public byte[] whole() {
        byte[] all = body;
        if (all == null) {
            throw new IllegalStateException("The body is not held any longer");
        }
        return all;
    }

    /** Whether a text is written so, in ASCII and without escapes. */
    private static boolean isWritten(String text, byte[] bytes, int at) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\')
                && new String(bytes, at, Math.min(text.length(), bytes.length - at), ISO_8859_1).equals(text);
    }

    /** Lets go of the body. */
    public void release() {
        body = null;
    }
}
