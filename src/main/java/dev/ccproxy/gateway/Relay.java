package dev.ccproxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.messages.ErrorBody;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.MessageProgress;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Refusals;
import dev.ccproxy.provider.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import okhttp3.Response;
import okio.Timeout;

/** Brings a provider's response to the client: a stream event by event, anything else once it is whole. */
final class Relay {

    /** How much of a response that is no stream is read. */
    private static final int MAX_WHOLE = 32 * 1024 * 1024;

    /** How much of a compressed response is decompressed, in a copy, to read its usage. */
    private static final int MAX_DECOMPRESSED = 4 * 1024 * 1024;

    /** How much of a compressed stream is kept for that. */
    private static final int MAX_COMPRESSED_COPY = 1024 * 1024;

    /** An event that is larger is passed on in pieces, and so is what comes before the first event. */
    private static final int MAX_HELD = 256 * 1024;

    private static final int PIECE = 16 * 1024;

    /** How long to wait for the end of a stream whose message is complete: its connection can be used again. */
    private static final long MAX_AFTER_END_SECONDS = 2;

    private final Provider provider;
    private final Response response;
    private final MessageProgress progress;
    private final MemoryBudget.Share memory;
    private final ClientResponse client;
    private final List<Header> headers;

    Relay(
            Provider provider,
            Response response,
            MessageProgress progress,
            MemoryBudget.Share memory,
            ClientResponse client) {
        this.provider = provider;
        this.response = response;
        this.progress = progress;
        this.memory = memory;
        this.client = client;
        headers = headersOf(response);
    }

    private static List<Header> headersOf(Response response) {
        return StreamSupport.stream(response.headers().spliterator(), false)
                .map(header -> new Header(header.getFirst(), header.getSecond()))
                .toList();
    }

    /**
     * Passes the response on.
     *
     * @throws AttemptException if it is an error, or not one of the Messages API
     * @throws ClientGoneException if the client takes no more
     * @throws IOException if the provider's connection ends before the response does
     */
    void run() throws AttemptException, IOException {
        int status = response.code();
        if (status >= 400) {
            error(status);
        } else if (status < 200 || status >= 300) {
            throw invalid("responded with status " + status);
        } else if (isEventStream()) {
            stream();
        } else {
            whole(status);
        }
    }

    private boolean isEventStream() {
        return response.header("Content-Type", "").toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    private boolean isCompressed() {
        String encoding = response.header("Content-Encoding", "").strip();
        return !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }

    private AttemptException invalid(String what) {
        return new AttemptException(Failure.INVALID_RESPONSE, "The provider " + provider.name() + " " + what, null);
    }

    // Errors

    private void error(int status) throws AttemptException, IOException {
        byte[] body = readWhole();
        refuse(failure(status, new String(readable(body), UTF_8)), status, headers, body);
    }

    /** Ends with an error of the provider's, which the client gets unless it is about a key that is not the client's. */
    private void refuse(Failure failure, int status, List<Header> with, byte[] body)
            throws AttemptException, ClientGoneException {
        if (failure.error() == null) {
            if (client.begun()
                    && (isCompressed()
                            || ErrorBody.type(new String(body, UTF_8)).isEmpty())) {
                throw new AttemptException(
                        Failure.INVALID_RESPONSE,
                        "The provider " + provider.name() + " responded with status " + status,
                        null);
            }
            client.whole(status, ForwardedHeaders.toClient(with), body);
            throw new AttemptException(failure, "", null);
        }
        throw ofKey(failure);
    }

    private AttemptException ofKey(Failure failure) {
        return new AttemptException(
                failure,
                "The provider " + provider.name()
                        + (failure == Failure.QUOTA_EXCEEDED
                                ? " says that the money or quota of this gateway's key is used up"
                                : " does not accept this gateway's key")
                        + "; tell whoever runs the gateway",
                null);
    }

    /** A 403 that does not speak of the key may be about what this request asks for. */
    private static Failure failure(int status, String error) {
        // The texts of these are about the request, and may have its words.
        Reason refusal = status == 404 || status == 413 || status == 422
                ? null
                : Refusals.reason(ErrorBody.brief(error).toLowerCase(Locale.ROOT));
        if (refusal == Reason.KEY_REJECTED) {
            return Failure.KEY_REJECTED;
        }
        if (refusal == Reason.QUOTA_EXCEEDED) {
            return Failure.QUOTA_EXCEEDED;
        }
        return switch (status) {
            case 401 -> Failure.KEY_REJECTED;
            case 402 -> Failure.QUOTA_EXCEEDED;
            case 429 -> Failure.RATE_LIMITED;
            case 529 -> Failure.OVERLOADED;
            default -> status >= 500 ? Failure.SERVER_ERROR : Failure.REFUSED;
        };
    }

    // Not streamed

    private void whole(int status) throws AttemptException, IOException {
        byte[] body = readWhole();
        progress.whole(readable(body));
        if (client.begun()) {
            throw invalid("sent no stream, although one was asked for");
        }
        if (!progress.complete() && !isUnreadable()) {
            throw invalid("sent no whole JSON object");
        }
        client.whole(status, ForwardedHeaders.toClient(headers), body);
    }

    private byte[] readWhole() throws AttemptException, IOException {
        long length = Math.min(response.body().contentLength(), PIECE);
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.max(length, 1024));
        InputStream in = response.body().byteStream();
        byte[] piece = new byte[PIECE];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            if (body.size() + read > MAX_WHOLE) {
                throw new AttemptException(
                        Failure.RESPONSE_TOO_LARGE,
                        "The response of the provider " + provider.name() + " has more than " + MAX_WHOLE + " bytes",
                        null);
            }
            take(read);
            body.write(piece, 0, read);
        }
        return body.toByteArray();
    }

    private void take(int bytes) throws AttemptException {
        try {
            memory.take(bytes);
        } catch (ErrorException e) {
            throw new AttemptException(
                    Failure.RESPONSE_TOO_LARGE,
                    "There is no memory left for the response of the provider " + provider.name(),
                    e);
        }
    }

    /** Whether the body is compressed in a way that this program cannot undo. */
    private boolean isUnreadable() {
        return isCompressed() && !isGzip();
    }

    private boolean isGzip() {
        String encoding = response.header("Content-Encoding", "").strip().toLowerCase(Locale.ROOT);
        return encoding.equals("gzip") || encoding.equals("x-gzip");
    }

    /** A copy that can be read: decompressed, as far as that is possible. */
    private byte[] readable(byte[] body) {
        if (!isGzip()) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(MAX_DECOMPRESSED);
        } catch (IOException e) {
            return body;
        }
    }

    // Streamed

    private void stream() throws AttemptException, IOException {
        if (isCompressed()) {
            compressedStream();
            return;
        }
        InputStream in = response.body().byteStream();
        byte[] buffer = new byte[PIECE];
        int held = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer, held, buffer.length - held)) {
                int events = progress.stream(buffer, held, read);
                held += read;
                int ready = events > 0 ? held - read + events : 0;
                if (held == buffer.length && ready == 0) {
                    ready = held == MAX_HELD ? held : 0;
                    buffer = ready == 0 ? Arrays.copyOf(buffer, Math.min(2 * buffer.length, MAX_HELD)) : buffer;
                }
                if (ready > 0 && (progress.begun() || client.begun() || held == MAX_HELD)) {
                    refuseIfRefused();
                    endIfFailed(buffer, ready);
                    pass(buffer, ready, events > 0);
                    held -= ready;
                    System.arraycopy(buffer, ready, buffer, 0, held);
                    waitLessAfterTheEnd();
                }
            }
        } catch (ClientGoneException e) {
            throw e;
        } catch (IOException e) {
            if (!progress.complete()) {
                throw e;
            }
        }
        progress.endOfStream();
        refuseIfRefused();
        if (progress.cutShort()) {
            throw new AttemptException(
                    Failure.CUT_SHORT,
                    "The provider " + provider.name() + " ended the stream before its message was complete",
                    null);
        }
        if (!progress.begun()) {
            throw invalid("ended the stream before it began");
        }
        endIfFailed(buffer, held);
        pass(buffer, held, true);
    }

    /** After an error event nothing of the stream counts; the client gets the event, unless it is about our key. */
    private void endIfFailed(byte[] buffer, int ready) throws AttemptException, ClientGoneException {
        String error = progress.error();
        if (error == null) {
            return;
        }
        Failure failure = failureOf(error);
        if (failure.error() != null) {
            throw ofKey(failure);
        }
        pass(buffer, ready, true);
        throw new AttemptException(failure, "", null);
    }

    private void pass(byte[] buffer, int length, boolean endsBetweenEvents) throws ClientGoneException {
        client.beginStream(response.code(), ForwardedHeaders.toClient(headers), true);
        if (length > 0) {
            client.write(buffer, 0, length, endsBetweenEvents);
        }
    }

    private void waitLessAfterTheEnd() {
        Timeout timeout = response.body().source().timeout();
        // OkHttp clears it before the next response on this connection.
        if (progress.complete() && !timeout.hasDeadline()) {
            timeout.deadline(MAX_AFTER_END_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * A stream that begins with an error is an error with a status of its own. If pings have begun the response already, it
     * stays an event, unless it is about a key that is not the client's.
     */
    private void refuseIfRefused() throws AttemptException, ClientGoneException {
        String refusal = progress.refusal();
        if (refusal == null) {
            return;
        }
        int status = ErrorType.statusOf(ErrorBody.type(refusal));
        Failure failure = failure(status, refusal);
        if (client.begun() && failure.error() == null) {
            return;
        }
        List<Header> with = headers.stream()
                .map(header -> header.name().equalsIgnoreCase("Content-Type")
                        ? new Header("Content-Type", "application/json")
                        : header)
                .toList();
        refuse(failure, status, with, refusal.getBytes(UTF_8));
    }

    private static Failure failureOf(String error) {
        return failure(ErrorType.statusOf(ErrorBody.type(error)), error);
    }

    /** Passes on what cannot be read; if it is cut short, the client sees that it cannot decompress the rest. */
    private void compressedStream() throws AttemptException, IOException {
        InputStream in = response.body().byteStream();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        if (client.begun()) {
            throw invalid("sent a compressed stream, although none was asked for");
        }
        client.beginStream(response.code(), ForwardedHeaders.toClient(headers), false);
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            client.write(piece, 0, read, false);
            copy.write(piece, 0, Math.min(read, MAX_COMPRESSED_COPY - copy.size()));
        }
        byte[] readable = readable(copy.toByteArray());
        progress.stream(readable, 0, readable.length);
        progress.endOfStream();
        if (copy.size() < MAX_COMPRESSED_COPY && progress.cutShort()) {
            throw new AttemptException(Failure.CUT_SHORT, "", null);
        }
    }
}
