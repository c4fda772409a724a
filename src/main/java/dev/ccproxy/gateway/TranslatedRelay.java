package dev.ccproxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.messages.CountTranslation;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageErrorException;
import dev.ccproxy.messages.MessageStream;
import dev.ccproxy.messages.MessageTranslation;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.OutputEstimate;
import dev.ccproxy.messages.ResponseReader;
import dev.ccproxy.messages.StreamChunk;
import dev.ccproxy.messages.TokenCount;
import dev.ccproxy.messages.Translation;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.messages.WholeMessage;
import dev.ccproxy.sse.Event;
import dev.ccproxy.sse.EventParser;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings the response of a provider of another format to the client. The client gets a stream if it has asked for one, and
 * else one object, whichever of them the provider sends.
 */
final class TranslatedRelay {

    /** An event of a provider that is larger cannot be read. */
    private static final int MAX_EVENT = 32 * 1024 * 1024;

    private static final int PIECE = 16 * 1024;

    /** Beside the events without a type; any other is none of these APIs'. */
    private static final Set<String> WITH_DATA = Set.of(Event.DEFAULT_TYPE, "error");

    private final ProviderResponse response;
    private final Translation translation;
    private final Exchange exchange;
    private final MemoryBudget.Share memory;
    private final ClientResponse client;
    private Usage usage = Usage.UNKNOWN;
    private long events;
    private long held;

    TranslatedRelay(
            ProviderResponse response,
            Translation translation,
            Exchange exchange,
            MemoryBudget.Share memory,
            ClientResponse client) {
        this.response = response;
        this.translation = translation;
        this.exchange = exchange;
        this.memory = memory;
        this.client = client;
    }

    /** What the provider has told so far. */
    Usage usage() {
        return usage;
    }

    /** About how many tokens of the output the client has got that the provider has not told; 0 if it has told them. */
    long untoldOutputTokens() {
        return usage.outputTokens() == null ? OutputEstimate.tokens(events, client.bytes()) : 0;
    }

    /**
     * Passes the response on.
     *
     * @throws AttemptException if it is an error, or none of the provider's API
     * @throws ClientGoneException if the client takes no more
     * @throws IOException if the provider's connection ends before the response does
     */
    void run() throws AttemptException, IOException {
        int status = response.status();
        if (status >= 400) {
            throw error(status, text()).untold();
        }
        if (status < 200 || status >= 300) {
            throw response.invalid("responded with status " + status);
        }
        try {
            if (translation instanceof MessageTranslation message) {
                message(message);
            } else if (translation instanceof CountTranslation count) {
                client.whole(200, headers("application/json"), TokenCount.json(count.inputTokens(object())));
            }
        } catch (InvalidMessageException e) {
            throw response.invalid(String.valueOf(e.getMessage()));
        } catch (MessageErrorException e) {
            throw error(e.status(), e.body()).untold();
        }
    }

    private void message(MessageTranslation asked)
            throws InvalidMessageException, MessageErrorException, AttemptException, IOException {
        String id = "msg_" + exchange.request().info().id().replace("-", "");
        if (exchange.streamed()) {
            MessageStream stream = new MessageStream(id, exchange.model(), asked.estimatedInput());
            read(stream, asked.reader(stream), () -> {
                byte[] events = stream.take();
                if (events.length > 0) {
                    client.beginStream(200, headers("text/event-stream; charset=utf-8"), true);
                    client.write(events, 0, events.length, true);
                }
            });
        } else {
            WholeMessage whole = new WholeMessage(id, exchange.model(), asked.estimatedInput());
            read(whole, asked.reader(whole), () -> {});
            client.whole(200, headers("application/json"), whole.json());
        }
    }

    private ProviderError error(int status, String body) {
        return ProviderError.of(
                response, translation, status, body, exchange.request().info().id());
    }

    private String text() throws AttemptException, IOException {
        return new String(response.decoded(memory), UTF_8);
    }

    /** The response, which is no error whatever its status: a message, or a number of tokens. */
    private JsonObject object() throws MessageErrorException, AttemptException, IOException {
        try {
            JsonObject whole = JsonTree.object(text());
            StreamChunk.refuseError(whole);
            return whole;
        } catch (JsonException e) {
            throw response.invalid("sent no whole JSON object");
        }
    }

    private List<Header> headers(String type) {
        return List.of(new Header("Content-Type", type));
    }

    private interface Writing {
        void run() throws ClientGoneException;
    }

    /** Reads the response, whatever its form; after each piece of it the message is written on. */
    private void read(MessageWriter message, ResponseReader reader, Writing write)
            throws InvalidMessageException, MessageErrorException, AttemptException, IOException {
        try {
            if (response.isEventStream()) {
                events(message, reader, write);
            } else {
                reader.readWhole(object());
            }
        } finally {
            usage = reader.usage();
        }
        if (!message.ended()) {
            throw new AttemptException(
                    Failure.CUT_SHORT,
                    "The provider " + response.provider() + " ended the stream before its message was complete",
                    null);
        }
        write.run();
    }

    private void events(MessageWriter message, ResponseReader reader, Writing write)
            throws InvalidMessageException, MessageErrorException, AttemptException, IOException {
        List<Event> complete = new ArrayList<>();
        EventParser parser = new EventParser(MAX_EVENT, WITH_DATA, complete::add);
        try (InputStream in = response.decodedStream()) {
            byte[] piece = new byte[PIECE];
            // A message that is complete does not wait for the end of its stream.
            for (int read = in.read(piece); read >= 0; read = message.ended() ? -1 : in.read(piece)) {
                int unused = parser.feed(piece, 0, read);
                read(complete, reader, parser, write);
                hold(message.held() + reader.held() + parser.held());
            }
            if (!message.ended()) {
                // An event that lacks its blank line counts.
                int unused = parser.feed(new byte[] {'\n', '\n'}, 0, 2);
                read(complete, reader, parser, write);
                reader.end();
            }
        } catch (ClientGoneException e) {
            throw e;
        } catch (IOException e) {
            // Once the provider has said why its message ends, it may leave out the rest.
            reader.end();
            if (!message.ended()) {
                throw e;
            }
        }
    }

    /** What of a message waits, because what comes before it is not complete. */
    private void hold(long bytes) throws AttemptException {
        if (bytes > held) {
            response.take(memory, bytes, bytes - held);
            held = bytes;
        }
    }

    private void read(List<Event> read, ResponseReader reader, EventParser parser, Writing write)
            throws InvalidMessageException, MessageErrorException, AttemptException, ClientGoneException {
        events += read.size();
        try {
            for (Event event : read) {
                if (!event.data().isBlank()) {
                    reader.read(event);
                }
            }
        } catch (InvalidMessageException | MessageErrorException e) {
            // What came before it, unless an error can still be a response of its own.
            if (client.begun()) {
                write.run();
            }
            throw e;
        }
        read.clear();
        write.run();
        if (parser.dropped()) {
            throw response.invalid("sent an event of more than " + MAX_EVENT + " bytes");
        }
    }
}
