package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * One listener to {@link StatusEvents}. Writes only when the server says that it can be done without waiting, so that no
 * thread waits for a client; one that reads slowly is told at once of everything that has changed meanwhile.
 */
final class EventStream implements WriteListener, AsyncListener {

    private static final Logger LOG = System.getLogger(EventStream.class.getName());

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(US_ASCII);

    /** By which a client can tell within seconds that the server is away. Proxies may take one for dead after 10 s of silence. */
    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(5).toNanos();

    private final StatusEvents events;
    private final StatusChanges changes;
    private final AsyncContext async;
    private final ServletOutputStream out;
    private long known;
    private long writtenAt = System.nanoTime();
    private boolean started;
    private boolean unflushed;
    private boolean writing;
    private boolean ending;
    private boolean ended;

    /**
     * A listener.
     *
     * @param known the number of the last change that it knows; -1 if it knows nothing
     */
    EventStream(StatusEvents events, StatusChanges changes, AsyncContext async, ServletOutputStream out, long known) {
        this.events = events;
        this.changes = changes;
        this.async = async;
        this.out = out;
        this.known = known;
    }

    @Override
    public synchronized void onWritePossible() {
        started = true;
        write(ending);
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(Level.DEBUG, "A listener has gone", failure);
        end();
    }

    /**
     * Writes what is new, as far as the client takes it.
     *
     * @param last whether the stream ends after that
     */
    synchronized void write(boolean last) {
        ending |= last;
        if (!started || ended || writing) {
            return;
        }
        writing = true;
        try {
            while (out.isReady()) {
                if (unflushed) {
                    unflushed = false;
                    out.flush();
                    continue;
                }
                byte[] next = next();
                if (next.length == 0) {
                    break;
                }
                writtenAt = System.nanoTime();
                unflushed = true;
                out.write(next);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "A listener has gone", e);
            end();
        } finally {
            writing = false;
        }
    }

    private byte[] next() {
        StatusChanges.News news = changes.after(known);
        known = news.last();
        if (news.event().length == 0 && ending) {
            end();
        } else if (news.event().length == 0 && System.nanoTime() - writtenAt >= HEARTBEAT_NANOS) {
            return HEARTBEAT;
        }
        return news.event();
    }

    /** Whether it has been waiting for its client for so long. */
    synchronized boolean isStuck(Duration limit) {
        return System.nanoTime() - writtenAt >= limit.toNanos();
    }

    /** Ends now. */
    synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        events.remove(this);
        try {
            async.complete();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "The server has ended this response already", e);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody begins it anew.
    }
}
