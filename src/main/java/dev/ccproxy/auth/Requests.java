package dev.ccproxy.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests since the start, by client and by refusal. Of a key that is no longer valid nothing is kept, so that there
 * are never more counters than valid keys.
 */
@ApplicationScoped
public class Requests {

    private static final Logger LOG = System.getLogger(Requests.class.getName());

    private static final long LOG_EVERY_MILLIS = 60_000;

    /** As many as somebody reads. */
    private static final int MAX_KEPT = 50;

    /** The requests of one client, and when the last of them was, in milliseconds of Unix time. */
    private record Count(LongAdder requests, AtomicLong last) {}

    /** The refusals of one cause; logged is how many there were at the last line in the log. */
    private record RefusalCount(LongAdder requests, AtomicLong nextLine, AtomicLong logged) {}

    /**
     * How a key was used.
     *
     * @param requests how many were let in
     * @param last when the last of them was; null before the first
     */
    public record Use(long requests, @Nullable Instant last) {}

    /**
     * One request that was refused, as {@code GET /status/traffic} tells it.
     *
     * @param cause as in the metrics
     * @param client the name of the key; null if no presented key is known
     */
    @JsonbPropertyOrder({"at", "cause", "client"})
    public record Refused(
            Instant at, String cause, @Nullable String client) {}

    private final LongSupplier clock;
    private final Deque<Refused> lastRefused = new ArrayDeque<>();
    private final Map<Client, Count> byClient = new ConcurrentHashMap<>();
    private final Map<Refusal, RefusalCount> refused = new EnumMap<>(Refusal.class);

    public Requests() {
        this(System::currentTimeMillis);
    }

    /** With a clock that gives Unix time in milliseconds. */
    Requests(LongSupplier clock) {
        this.clock = clock;
        for (Refusal cause : Refusal.values()) {
            refused.put(cause, new RefusalCount(new LongAdder(), new AtomicLong(Long.MIN_VALUE), new AtomicLong()));
        }
    }

    void admitted(Client client) {
        Count count = byClient.computeIfAbsent(client, unused -> new Count(new LongAdder(), new AtomicLong()));
        count.requests.increment();
        // Not a volatile write: it is early enough if readers see it a moment later.
        count.last.lazySet(clock.getAsLong());
    }

    /** Logs a refused request too, unless one with the same cause was logged within the last minute. */
    void refused(Refusal cause, @Nullable Client client, String peer) {
        String who = client == null ? peer : client.name() + " (key " + client.key() + ") at " + peer;
        keep(new Refused(
                Instant.ofEpochMilli(clock.getAsLong()), cause.toString(), client == null ? null : client.name()));
        RefusalCount count = Objects.requireNonNull(refused.get(cause));
        count.requests.increment();
        long now = clock.getAsLong();
        long next = count.nextLine.get();
        // A clock that was set back is no reason to be silent.
        if ((now >= next || next - now > LOG_EVERY_MILLIS)
                && count.nextLine.compareAndSet(next, now + LOG_EVERY_MILLIS)) {
            long sum = count.requests.sum();
            long before = count.logged.getAndSet(sum);
            LOG.log(
                    Level.WARNING,
                    () -> "Refused " + who + " (" + cause + "): " + cause.sentence()
                            + (sum - before > 1 ? "; " + (sum - before) + " such requests since the last line" : ""));
        }
    }

    private void keep(Refused refusal) {
        synchronized (lastRefused) {
            lastRefused.addFirst(refusal);
            if (lastRefused.size() > MAX_KEPT) {
                lastRefused.removeLast();
            }
        }
    }

    /** The last requests that were refused, the newest first. */
    public List<Refused> lastRefused() {
        synchronized (lastRefused) {
            return List.copyOf(lastRefused);
        }
    }

    /** The use of each client whose key is valid now, be it none, and of the local caller. */
    Map<Client, Use> byClient(Collection<Client> valid) {
        Map<Client, Use> uses = new LinkedHashMap<>();
        valid.forEach(client -> uses.put(client, use(client)));
        uses.put(Client.LOCAL, use(Client.LOCAL));
        byClient.keySet().retainAll(uses.keySet());
        return uses;
    }

    private Use use(Client client) {
        Count count = byClient.get(client);
        return count == null ? new Use(0, null) : new Use(count.requests.sum(), Instant.ofEpochMilli(count.last.get()));
    }

    /** How many requests were refused, by cause; every cause is there. */
    public Map<String, Long> refused() {
        Map<String, Long> counts = new LinkedHashMap<>();
        refused.forEach((cause, count) -> counts.put(cause.toString(), count.requests.sum()));
        return counts;
    }
}
