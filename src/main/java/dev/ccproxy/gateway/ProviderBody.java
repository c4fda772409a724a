package dev.ccproxy.gateway;

import dev.ccproxy.messages.MessageRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The body of a request to a provider, sent once at most, and not held any longer than that. */
final class ProviderBody extends RequestBody {

    /** A larger piece would be copied whole into buffers. */
    private static final int PIECE = 64 * 1024;

    private final MessageRequest message;
    private final @Nullable String model;
    private final boolean last;
    private final long length;

    /**
     * With the model as the provider knows it; null if the body names none.
     *
     * @param last whether the request is let go of when it has been sent
     */
    ProviderBody(MessageRequest message, @Nullable String model, boolean last) {
        this.message = message;
        this.model = model;
        this.last = last;
        length = message.body(model).stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** Null, because the client's Content-Type goes on as it came. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        for (ByteBuffer part : message.body(model)) {
            while (part.hasRemaining()) {
                ByteBuffer piece = part.slice(part.position(), Math.min(PIECE, part.remaining()));
                part.position(part.position() + piece.remaining());
                int unused = sink.write(piece);
            }
        }
        if (last) {
            message.release();
        }
    }
}
