package dev.ccproxy.gateway;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** The body of a request to a provider: sent once at most, and held only until it is sent. */
final class ProviderBody extends RequestBody {

    /** A larger piece would be copied whole into buffers. */
    private static final int PIECE = 64 * 1024;

    private final int length;
    private volatile byte @Nullable [] bytes;

    ProviderBody(byte[] bytes) {
        this.bytes = bytes;
        length = bytes.length;
    }

    /** Lets go of the bytes, once nobody needs them any more. */
    void release() {
        bytes = null;
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
        byte[] all = bytes;
        if (all == null) {
            throw new IOException("The body has been sent already");
        }
        for (int sent = 0; sent < length; sent += PIECE) {
            sink.write(all, sent, Math.min(PIECE, length - sent));
        }
    }
}
