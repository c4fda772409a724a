package dev.ccproxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorResponse;
import dev.ccproxy.http.RequestInfo;
import dev.ccproxy.http.ResponseHeaders;
import dev.ccproxy.usage.Activity;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the client. Two threads write: the one that passes the response on, and the one that sends pings while the
 * provider is silent.
 */
final class ClientResponse {

    private static final Logger LOG = System.getLogger(ClientResponse.class.getName());

    private static final byte[] PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(UTF_8);

    private static final List<Header> OF_EARLY_STREAM =
            List.of(new Header("Content-Type", "text/event-stream; charset=utf-8"));

    private enum State {
        NOT_BEGUN,
        STREAMING,
        ENDED
    }

    private final RequestInfo info;
    private final HttpServletResponse response;
    private final Activity activity;
    private boolean streamed;
    private volatile State state = State.NOT_BEGUN;
    private volatile long lastWrite = System.nanoTime();
    private boolean betweenEvents = true;
    private boolean pingable = true;

    /** Until the request's body is read, whatever is left of it could be taken for the next request. */
    private boolean closesConnection = true;

    private final AtomicLong bytes = new AtomicLong();

    private final List<Header> more = new ArrayList<>();
    private @Nullable Runnable onFirstPiece;

    ClientResponse(RequestInfo info, HttpServletResponse response, Activity activity) {
        this.info = info;
        this.activity = activity;
        this.response = response;
    }

    /** A header that the response has, whatever it is. */
    synchronized void also(Header header) {
        more.add(header);
    }

    /** The same in the place of what another attempt has set; nothing if it is empty. */
    synchronized void replace(Header header) {
        more.removeIf(each -> each.name().equals(header.name()));
        if (!header.value().isEmpty()) {
            more.add(header);
        }
    }

    /** Has somebody told when the first piece of a provider's stream is about to be sent; nobody else is told then. */
    void whenStreamBegins(Runnable first) {
        onFirstPiece = first;
    }

    /** Whether something has been sent. */
    boolean begun() {
        return state != State.NOT_BEGUN;
    }

    /** The request has been read to its end: after an error, its connection can be used again. */
    synchronized void keepConnection() {
        closesConnection = false;
    }

    /** How many bytes of the body have been sent. */
    long bytes() {
        return bytes.get();
    }

    /** Sends a whole response, or as an {@code error} event what is no longer possible as a response of its own. */
    synchronized void whole(int status, List<Header> headers, byte[] body) throws ClientGoneException {
        if (state == State.STREAMING) {
            event("error", body);
            return;
        }
        begin(status, headers);
        response.setContentLength(body.length);
        send(body, 0, body.length);
        state = State.ENDED;
    }

    /** Sends an error of ours, as a response or, in a stream that has begun, as an event. */
    synchronized void error(ErrorException error) throws ClientGoneException {
        if (state == State.ENDED) {
            return;
        }
        ErrorResponse body = ErrorResponse.of(error);
        if (state == State.STREAMING) {
            event("error", body.body(info));
            return;
        }
        try {
            state = State.ENDED;
            if (closesConnection) {
                response.setHeader("Connection", "close");
            }
            more.forEach(this::add);
            body.write(info, response);
        } catch (IOException | RuntimeException e) {
            throw new ClientGoneException(e);
        }
    }

    private void event(String type, byte[] data) throws ClientGoneException {
        if (!pingable || !betweenEvents) {
            // What is compressed cannot be added to, nor an event that is cut; the client sees that it does not end.
            return;
        }
        String text = "event: " + type + "\ndata: "
                + new String(data, UTF_8).replace('\n', ' ').replace('\r', ' ') + "\n\n";
        byte[] event = text.getBytes(UTF_8);
        send(event, 0, event.length);
        state = State.ENDED;
    }

    /**
     * Begins a stream; does nothing if a ping has begun it already.
     *
     * @param ofEvents whether an event can be put between those of the stream
     */
    synchronized void beginStream(int status, List<Header> headers, boolean ofEvents) throws ClientGoneException {
        if (state == State.NOT_BEGUN) {
            pingable = ofEvents;
            begin(status, headers);
            state = State.STREAMING;
            streamed = true;
            activity.streamBegins();
            sendHead();
        }
    }

    /** Sends the next piece of a stream, at once. */
    synchronized void write(byte[] piece, int offset, int length, boolean endsBetweenEvents)
            throws ClientGoneException {
        betweenEvents = endsBetweenEvents;
        Runnable first = onFirstPiece;
        onFirstPiece = null;
        if (first != null) {
            first.run();
        }
        send(piece, offset, length);
    }

    /** Silence counts from now on. */
    void startClock() {
        lastWrite = System.nanoTime();
    }

    /** Whether nothing has been sent for so long. */
    boolean isSilent(long nanos) {
        return state != State.ENDED && System.nanoTime() - lastWrite >= nanos;
    }

    /**
     * Sends a {@code ping} event, if the stream is between two events.
     *
     * @param beginning whether it may begin the response
     */
    synchronized void ping(long silentNanos, boolean beginning) throws ClientGoneException {
        if (!isSilent(silentNanos) || !betweenEvents || !pingable || (state == State.NOT_BEGUN && !beginning)) {
            return;
        }
        beginStream(HttpServletResponse.SC_OK, OF_EARLY_STREAM, true);
        send(PING, 0, PING.length);
        activity.pingSent();
    }

    /** After this nothing is sent any more. */
    synchronized void end() {
        state = State.ENDED;
        if (streamed) {
            streamed = false;
            activity.streamEnds();
        }
    }

    private void begin(int status, List<Header> headers) throws ClientGoneException {
        try {
            response.setStatus(status);
            headers.forEach(this::add);
            more.forEach(this::add);
            ResponseHeaders.complete(info, status, response::containsHeader, response::setHeader);
        } catch (RuntimeException e) {
            throw new ClientGoneException(e);
        }
    }

    private void add(Header header) {
        try {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                response.setContentType(header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        } catch (IllegalArgumentException e) {
            LOG.log(Level.DEBUG, () -> "The server does not take the header " + header.name() + " of a provider", e);
        }
    }

    /** Open Liberty keeps the first piece of a response back whose head has not been sent before it. */
    private void sendHead() throws ClientGoneException {
        try {
            response.flushBuffer();
        } catch (IOException | RuntimeException e) {
            throw new ClientGoneException(e);
        }
    }

    private void send(byte[] piece, int offset, int length) throws ClientGoneException {
        try {
            ServletOutputStream out = response.getOutputStream();
            out.write(piece, offset, length);
            out.flush();
            bytes.addAndGet(length);
            lastWrite = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            state = State.ENDED;
            throw new ClientGoneException(e);
        }
    }
}
