package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.JsonbResolver;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.shutdown.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of the providers. While there is a listener, one thread looks every half second what has changed. Changes
 * are numbered, and of each provider the number of its last change is known: so a listener that comes back, or has been
 * slow, gets the present health of those providers that have changed since.
 */
@ApplicationScoped
public class StatusEvents {

    private static final Logger LOG = System.getLogger(StatusEvents.class.getName());

    static final int MAX_STREAMS = 1000;

    private static final long LOOK_MILLIS = 500;

    /** A client that has taken nothing for so long is gone, or asleep. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    private static final Duration STUCK_WHILE_STOPPING = Duration.ofSeconds(2);

    /** What a provider's figures depend on, but for the time that passes, and the number of its last change. */
    private record Version(
            String reason, Instant since, @Nullable Instant checkedAt, long number) {}

    /** What is true of all providers together. */
    private record Overall(
            boolean stale,
            @Nullable String unavailable,
            @Nullable Maintenance maintenance) {}

    /** What a listener does not know yet. */
    static final class News {

        private final long last;
        private final byte[] event;

        private News(long last, byte[] event) {
            this.last = last;
            this.event = event;
        }

        /** The number of the last change in it. */
        long last() {
            return last;
        }

        /** Empty if there is nothing new. */
        byte[] event() {
            return event;
        }
    }

    @Inject
    private StatusBean status;

    @Inject
    private Shutdown shutdown;

    /** Event ids of another run of this program mean nothing. */
    private final String run = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Map<String, Version> versions = new HashMap<>();

    /** The events of the last look, by the last change that the listener knows, because most know the same. */
    private final Map<Long, byte[]> events = new HashMap<>();

    private long number;
    private @Nullable Overall overall;
    private @Nullable ProvidersStatus latest;
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

    /** The number in the id of an event of this run; -1 for anything else. */
    long number(@Nullable String eventId) {
        String prefix = run + "-";
        if (eventId == null || !eventId.startsWith(prefix)) {
            return -1;
        }
        try {
            return Long.parseLong(eventId.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    void add(EventStream stream) {
        synchronized (this) {
            if (!stopped) {
                // Without listeners, nobody has looked.
                look(status.providers());
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
            look(status.providers());
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

    private synchronized void look(ProvidersStatus now) {
        latest = now;
        events.clear();
        long next = number + 1;
        for (ProviderStatus provider : now.providers()) {
            Version last = versions.get(provider.name());
            Version version = new Version(
                    provider.reason(), provider.since(), provider.checkedAt(), last == null ? next : last.number());
            if (!version.equals(last)) {
                number = next;
                versions.put(
                        provider.name(), new Version(version.reason(), version.since(), version.checkedAt(), next));
            }
        }
        Overall present = new Overall(now.stale(), now.unavailable(), now.maintenance());
        if (!present.equals(overall)) {
            overall = present;
            number = next;
        }
    }

    /**
     * What comes after a change.
     *
     * @param last its number; -1 if the listener knows nothing
     */
    synchronized News after(long last) {
        if (last == number) {
            return new News(number, new byte[0]);
        }
        return new News(number, events.computeIfAbsent(last < 0 || last > number ? -1 : last, this::event));
    }

    private byte[] event(long last) {
        ProvidersStatus all = Objects.requireNonNull(latest);
        ProvidersStatus data = last < 0
                ? all
                : new ProvidersStatus(
                        all.ageSeconds(),
                        all.stale(),
                        all.unavailable(),
                        all.maintenance(),
                        all.providers().stream()
                                .filter(provider -> Objects.requireNonNull(versions.get(provider.name()))
                                                .number()
                                        > last)
                                .toList());
        String text = "id: " + run + "-" + number + "\nevent: " + (last < 0 ? "snapshot" : "update") + "\ndata: "
                + JsonbResolver.JSONB.toJson(data) + "\n\n";
        return text.getBytes(UTF_8);
    }
}
