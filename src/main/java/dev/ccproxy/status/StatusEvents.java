package dev.ccproxy.status;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.shutdown.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of the providers: while there is a listener, one thread looks every half second what has changed. Begins
 * and ends the streams, of which there are only so many.
 */
@ApplicationScoped
public class StatusEvents {

    private static final Logger LOG = System.getLogger(StatusEvents.class.getName());

    static final int MAX_STREAMS = 1000;

    private static final long LOOK_MILLIS = 500;

    /** A client that has taken nothing for so long is gone, or asleep. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final Duration STUCK_WHILE_STOPPING = Duration.ofSeconds(2);

    @Inject
    private StatusBean status;

    @Inject
    private Shutdown shutdown;

    private final StatusChanges changes = new StatusChanges();
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService thread;

    /** Open Liberty waits half a minute for responses that have no end, before it tells the application to stop. */
    private final Thread endAtExit = new Thread(null, this::endAll, "CCProxy events end", 0, false);

    private boolean stopped;

    public StatusEvents() {}

    /** Refuses a listener for whom there is no room, or who would have to go at once. */
    void requireRoom() {
        if (shutdown.begun()) {
            throw new ErrorException(ErrorType.SERVICE);
        }
        if (streams.size() >= MAX_STREAMS) {
            throw new ErrorException(
                    ErrorType.SERVICE,
                    "There are " + MAX_STREAMS + " listeners already; poll /status/providers instead");
        }
    }

    /** What the listeners are told. */
    StatusChanges changes() {
        return changes;
    }

    void add(EventStream stream) {
        synchronized (this) {
            if (!stopped) {
                // Without listeners, nobody has looked.
                changes.look(status.providers());
                streams.add(stream);
                start();
                return;
            }
        }
        stream.end();
    }

    private void start() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(StatusEvents::thread);
            Future<?> unused =
                    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            try {
                Runtime.getRuntime().addShutdownHook(endAtExit);
            } catch (IllegalStateException e) {
                LOG.log(Level.DEBUG, "The JVM is ending already", e);
            }
        }
    }

    void remove(EventStream stream) {
        streams.remove(stream);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy events", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends all streams and the thread. */
    public void stop() {
        synchronized (this) {
            stopped = true;
            if (thread != null) {
                thread.shutdownNow();
                try {
                    boolean unused = Runtime.getRuntime().removeShutdownHook(endAtExit);
                } catch (IllegalStateException e) {
                    LOG.log(Level.DEBUG, "The JVM is ending, and with it this hook", e);
                }
            }
        }
        endAll();
    }

    private void endAll() {
        List.copyOf(streams).forEach(EventStream::end);
    }

    private void look() {
        try {
            if (streams.isEmpty()) {
                return;
            }
            boolean stopping = shutdown.begun();
            changes.look(status.providers());
            for (EventStream stream : streams) {
                stream.write(stopping);
                if (stream.isStuck(stopping ? STUCK_WHILE_STOPPING : STUCK)) {
                    stream.end();
                }
            }
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // The scheduler never runs a task again that has thrown something.
            LOG.log(Level.ERROR, "Telling the listeners of the status failed", e);
        }
    }
}
