package dev.ccproxy.gateway;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.MessageProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Brings a stream to the client: each event as soon as it is complete, so that the client is always between two. */
final class StreamRelay {

    /** How much of a compressed stream is kept, to read its usage. */
    private static final int MAX_COMPRESSED_COPY = 1024 * 1024;

    /** An event that is larger is passed on in pieces, and so is what comes before the first event. */
    private static final int MAX_HELD = 256 * 1024;

    private static final int PIECE = 16 * 1024;

    /** How long to wait for the end of a stream whose message is complete: its connection can be used again. */
    private static final long MAX_AFTER_END_SECONDS = 2;

    private final ProviderResponse response;
    private final MessageProgress progress;
    private final ClientResponse client;

    StreamRelay(ProviderResponse response, MessageProgress progress, ClientResponse client) {
        this.response = response;
        this.progress = progress;
        this.client = client;
    }

    /**
     * Passes the stream on.
     *
     * @throws AttemptException if it is an error, or ends before its message does
     * @throws ClientGoneException if the client takes no more
     * @throws IOException if the provider's connection ends before the response does
     */
    void run() throws AttemptException, IOException {
        if (response.isCompressed()) {
            compressed();
            return;
        }
        InputStream in = response.body();
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
                    endIfRefused();
                    endIfFailed(buffer, ready);
                    pass(buffer, ready, events > 0);
                    held -= ready;
                    System.arraycopy(buffer, ready, buffer, 0, held);
                    if (progress.complete()) {
                        response.limitRest(MAX_AFTER_END_SECONDS);
                    }
                }
            }
        } catch (ClientGoneException e) {
            throw e;
        } catch (IOException e) {
            if (!progress.complete()) {
                throw e;
            }
        }
        end(buffer, held);
    }

    private void end(byte[] buffer, int held) throws AttemptException, ClientGoneException {
        progress.endOfStream();
        endIfRefused();
        if (progress.cutShort()) {
            throw new AttemptException(
                    Failure.CUT_SHORT,
                    "The provider " + response.provider() + " ended the stream before its message was complete",
                    null);
        }
        if (!progress.begun()) {
            throw response.invalid("ended the stream before it began");
        }
        endIfFailed(buffer, held);
        pass(buffer, held, true);
    }

    private void pass(byte[] buffer, int length, boolean endsBetweenEvents) throws ClientGoneException {
        if (!client.begun()) {
            client.beginStream(response.status(), ForwardedHeaders.toClient(response.headers()), true);
        }
        if (length > 0) {
            client.write(buffer, 0, length, endsBetweenEvents);
        }
    }

    /**
     * A stream that begins with an error is an error with a status of its own. If pings have begun the response already, it
     * stays an event, unless it is about a key that is not the client's.
     */
    private void endIfRefused() throws AttemptException, ClientGoneException {
        String refusal = progress.refusal();
        if (refusal == null) {
            return;
        }
        ProviderError error = ProviderError.of(response, refusal);
        if (!client.begun() || error.isOfKey()) {
            throw error.untold();
        }
    }

    /** After an error event nothing of the stream counts; the client gets the event, unless it is about our key. */
    private void endIfFailed(byte[] buffer, int ready) throws AttemptException, ClientGoneException {
        String event = progress.error();
        if (event == null) {
            return;
        }
        ProviderError error = ProviderError.of(response, event);
        if (!error.isOfKey()) {
            pass(buffer, ready, true);
        }
        throw error.failed();
    }

    /** Passes on what cannot be read; if it is cut short, the client sees that it cannot decompress the rest. */
    private void compressed() throws AttemptException, IOException {
        if (client.begun()) {
            throw response.invalid("sent a compressed stream, although none was asked for");
        }
        InputStream in = response.body();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        client.beginStream(response.status(), ForwardedHeaders.toClient(response.headers()), false);
        try {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                client.write(piece, 0, read, false);
                copy.write(piece, 0, Math.min(read, MAX_COMPRESSED_COPY - copy.size()));
            }
        } finally {
            byte[] readable = response.readable(copy.toByteArray());
            int unused = progress.stream(readable, 0, readable.length);
            progress.endOfStream();
        }
        if (copy.size() < MAX_COMPRESSED_COPY && progress.cutShort()) {
            throw new AttemptException(Failure.CUT_SHORT, "", null);
        }
    }
}
