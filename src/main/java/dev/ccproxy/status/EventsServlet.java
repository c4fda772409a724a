package dev.ccproxy.status;

import dev.ccproxy.auth.Client;
import dev.ccproxy.auth.ProtectedServlet;
import dev.ccproxy.http.RequestInfo;
import dev.ccproxy.http.ResponseHeaders;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * {@code GET /status/events}: what {@code GET /status/providers} says, as server-sent events (WHATWG HTML, 9.2). First a
 * {@code snapshot}, whose data is that response; then, within a second of each check and each change, an {@code update},
 * whose data has the same keys and, of the providers, only those that have changed. In silence, a comment every 5 s. With
 * {@code Last-Event-ID}, updates go on after that event, if they are still known. 401 {@code authentication_error}; 503
 * {@code service_error} with an invalid configuration, while this program stops, and beyond {@link StatusEvents#MAX_STREAMS}
 * listeners.
 *
 * <p>A servlet, because the two servers' JAX-RS write events on threads that wait for the client.
 */
public class EventsServlet extends ProtectedServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient StatusEvents events;

    public EventsServlet() {
        super(Set.of("GET", "HEAD"));
    }

    @Override
    protected void serve(
            Client client, HttpServletRequest request, HttpServletRequest wrapped, HttpServletResponse response)
            throws IOException {
        events.requireRoom();
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // nginx would otherwise hold events back.
        response.setHeader("X-Accel-Buffering", "no");
        ResponseHeaders.complete(
                RequestInfo.of(request), HttpServletResponse.SC_OK, response::containsHeader, response::setHeader);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        StatusChanges changes = events.changes();
        long last = changes.number(request.getHeader("Last-Event-ID"));
        // Open Liberty keeps the first piece of a response back whose head has not been sent before it.
        response.flushBuffer();
        AsyncContext async = wrapped.startAsync();
        // The streams have a clock of their own.
        async.setTimeout(0);
        ServletOutputStream out = async.getResponse().getOutputStream();
        EventStream stream = new EventStream(events, changes, async, out, last);
        async.addListener(stream);
        events.add(stream);
        out.setWriteListener(stream);
    }
}
