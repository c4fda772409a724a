package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.json.spi.JsonProvider;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a request, as it came, and the little of it that this program reads. */
public final class MessageRequest {

    private static final String STREAM = "stream";
    private static final String MAX_TOKENS = "max_tokens";

    /** Of any number of tokens. */
    private static final int MAX_DIGITS = 9;

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
    private final @Nullable Long maxTokens;
    private long inputEstimate;

    private MessageRequest(byte[] body, @Nullable ModelField model, boolean streamed, @Nullable Long maxTokens) {
        this.body = body;
        this.model = model;
        this.streamed = streamed;
        this.maxTokens = maxTokens;
    }

    /**
     * Reads a body, in one pass over its bytes. A body that is not JSON is left to the provider, which says so.
     *
     * @throws ErrorException 400 if the body has two {@code model} at its top level, because parsers differ on which counts;
     *     upper and lower case are the same, as they are to some parsers
     */
    public static MessageRequest read(byte[] body) {
        TopLevel top = TopLevel.scan(body, Set.of(STREAM, MAX_TOKENS));
        if (top.models() > 1) {
            throw new ErrorException(
                    ErrorType.INVALID_REQUEST, "model must be there once; this body has it " + top.models() + " times");
        }
        return new MessageRequest(body, top.model(), top.isTrue(STREAM), maxTokens(body, top));
    }

    /** The model that is asked for; null if the body has none, or one that is no string. */
    public @Nullable String model() {
        return model == null ? null : model.name();
    }

    /**
     * What it asks for.
     *
     * @throws IllegalStateException after {@link #release}
     */
    public RequestFeatures features() {
        return new RequestFeatures(whole());
    }

    /**
     * The same with fields that it does not have at its top level.
     *
     * @param defaults JSON, by the names of the fields
     * @return this request if it has all of them, or is no object
     * @throws IllegalStateException after {@link #release}
     */
    public MessageRequest with(Map<String, String> defaults) {
        byte[] all = whole();
        TopLevel top = TopLevel.scan(all, defaults.keySet());
        StringBuilder fields = new StringBuilder();
        defaults.forEach((name, json) -> {
            if (top.value(name) == null) {
                fields.append(JsonTree.quote(name)).append(':').append(json).append(',');
            }
        });
        // An object without any field has no model either.
        if (fields.isEmpty() || !top.isWhole() || model == null) {
            return this;
        }
        int begin = 0;
        while (all[begin] != '{') {
            begin++;
        }
        byte[] added = fields.toString().getBytes(UTF_8);
        byte[] with = new byte[all.length + added.length];
        System.arraycopy(all, 0, with, 0, begin + 1);
        System.arraycopy(added, 0, with, begin + 1, added.length);
        System.arraycopy(all, begin + 1, with, begin + 1 + added.length, all.length - begin - 1);
        return read(with);
    }

    /** The most tokens that the response may have; null if the body does not say it as a number. */
    public @Nullable Long maxTokens() {
        return maxTokens;
    }

    private static @Nullable Long maxTokens(byte[] body, TopLevel top) {
        TopLevel.Span value = top.value(MAX_TOKENS);
        if (value == null) {
            return null;
        }
        return number(new String(body, value.start(), value.end() - value.start(), ISO_8859_1).strip());
    }

    /** A number of tokens as JSON has it; null for anything else. */
    private static @Nullable Long number(String json) {
        boolean digits =
                !json.isEmpty() && json.length() <= MAX_DIGITS && json.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.valueOf(json) : null;
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

    /** About how many tokens its input has ({@link InputEstimate}), also after {@link #release}. */
    public long inputEstimate() {
        byte[] all = body;
        return all == null ? inputEstimate : InputEstimate.tokens(all);
    }

    /** Lets go of the body. */
    public void release() {
        inputEstimate = inputEstimate();
        body = null;
    }
}
