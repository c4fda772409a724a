package dev.ccproxy.gateway;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The body of a request in another format than the client's, sent once at most, and let go of then. */
final class TranslatedBody extends RequestBody {

    /** A larger piece would be copied whole into buffers. */
    private static final int PIECE = 64 * 1024;

    private final int length;
    private byte[] body;

    TranslatedBody(byte[] body) {
        this.body = body;
        length = body.length;
    }

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
        byte[] all = body;
        body = new byte[0];
        for (int from = 0; from < all.length; from += PIECE) {
            sink.write(all, from, Math.min(PIECE, all.length - from));
        }
    }
}
