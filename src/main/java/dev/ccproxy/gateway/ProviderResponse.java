package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.provider.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;
import okio.Timeout;

/** What a provider has sent: its head, and its body while that is being read. */
final class ProviderResponse {

    /** How much of a response that is no stream is read. */
    private static final int MAX_WHOLE = 32 * 1024 * 1024;

    /** How much of a compressed response is decompressed, in a copy, to read its usage. */
    private static final int MAX_DECOMPRESSED = 4 * 1024 * 1024;

    private static final int PIECE = 16 * 1024;

    private final Provider provider;
    private final Response response;
    private final List<Header> headers;
    private final String encoding;

    ProviderResponse(Provider provider, Response response) {
        this.provider = provider;
        this.response = response;
        headers = StreamSupport.stream(response.headers().spliterator(), false)
                .map(header -> new Header(header.getFirst(), header.getSecond()))
                .toList();
        encoding = response.header("Content-Encoding", "").strip().toLowerCase(Locale.ROOT);
    }

    String provider() {
        return provider.name();
    }

    int status() {
        return response.code();
    }

    List<Header> headers() {
        return headers;
    }

    boolean isEventStream() {
        return response.header("Content-Type", "").toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    boolean isCompressed() {
        return !encoding.isEmpty() && !encoding.equals("identity");
    }

    /** Whether it is compressed in a way that this program cannot undo. */
    boolean isUnreadable() {
        return isCompressed() && !isGzip();
    }

    private boolean isGzip() {
        return encoding.equals("gzip") || encoding.equals("x-gzip");
    }

    /** That it is not one of the Messages API. */
    AttemptException invalid(String what) {
        return new AttemptException(Failure.INVALID_RESPONSE, "The provider " + provider.name() + " " + what, null);
    }

    InputStream body() {
        return response.body().byteStream();
    }

    /** Waits no longer than so for the rest of the body. OkHttp clears it before the next response on this connection. */
    void limitRest(long seconds) {
        Timeout timeout = response.body().source().timeout();
        if (!timeout.hasDeadline()) {
            timeout.deadline(seconds, TimeUnit.SECONDS);
        }
    }

    /**
     * Reads the whole body.
     *
     * @throws AttemptException if it is too large, or no memory is left for it
     */
    byte[] whole(MemoryBudget.Share memory) throws AttemptException, IOException {
        return read(body(), memory);
    }

    private byte[] read(InputStream in, MemoryBudget.Share memory) throws AttemptException, IOException {
        long length = Math.min(response.body().contentLength(), PIECE);
        ByteArrayOutputStream whole = new ByteArrayOutputStream((int) Math.max(length, 1024));
        byte[] piece = new byte[PIECE];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            take(memory, whole.size() + read, read);
            whole.write(piece, 0, read);
        }
        return whole.toByteArray();
    }

    /**
     * Holds some of the response.
     *
     * @param all how many bytes that are then
     * @param more how many of them are new
     * @throws AttemptException if they are too many, or no memory is left for them
     */
    void take(MemoryBudget.Share memory, long all, long more) throws AttemptException {
        if (all > MAX_WHOLE) {
            throw new AttemptException(
                    Failure.RESPONSE_TOO_LARGE,
                    "The response of the provider " + provider.name() + " has more than " + MAX_WHOLE + " bytes",
                    null);
        }
        try {
            memory.take(more);
        } catch (ErrorException e) {
            throw new AttemptException(
                    Failure.RESPONSE_TOO_LARGE,
                    "There is no memory left for the response of the provider " + provider.name(),
                    e);
        }
    }

    /**
     * The whole body, decompressed.
     *
     * @throws AttemptException if it is too large, no memory is left for it, or it is compressed in a way that is not known
     */
    byte[] decoded(MemoryBudget.Share memory) throws AttemptException, IOException {
        return read(decodedStream(), memory);
    }

    /**
     * The body, decompressed.
     *
     * @throws AttemptException if it is compressed in a way that is not known
     */
    InputStream decodedStream() throws AttemptException, IOException {
        if (isUnreadable()) {
            throw invalid("sent a response that is compressed as " + encoding + ", although none was asked for");
        }
        return isGzip() ? new GZIPInputStream(body()) : body();
    }

    /** A copy of a body that can be read: decompressed, as far as that is possible; of one that is cut, what there is. */
    byte[] readable(byte[] body) {
        if (!isGzip()) {
            return body;
        }
        ByteArrayOutputStream decompressed = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece);
                    read >= 0 && decompressed.size() < MAX_DECOMPRESSED;
                    read = in.read(piece)) {
                decompressed.write(piece, 0, Math.min(read, MAX_DECOMPRESSED - decompressed.size()));
            }
        } catch (IOException e) {
            return decompressed.size() == 0 ? body : decompressed.toByteArray();
        }
        return decompressed.toByteArray();
    }
}
