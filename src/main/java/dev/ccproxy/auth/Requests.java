package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often who has asked, since the start. Of a key that is no longer valid nothing is kept, so that there are never more
 * figures than valid keys.
 */
@ApplicationScoped
public class Requests {

    /** Stands for the callers on this machine that need no key; eight digits of a digest are never this. */
    static final String LOCAL = "local";

    private static final Logger LOG = System.getLogger(Requests.class.getName());

    private static final long LOG_EVERY_MILLIS = 60_000;

    /** What is counted of one key: when it was last used, in Unix time, matters to the millisecond only. */
    private record Count(LongAdder requests, AtomicLong last) {}

    /** What is counted of one cause; logged is how many there were at the last line in the log. */
    private record RefusalCount(LongAdder requests, AtomicLong nextLine, AtomicLong logged) {}

    /**
     * What is known of a key.
     *
     * @param requests how many it was good for
     * @param last the date of the last of them; null before the first
     */
    public record Use(long requests, @Nullable Instant last) {}

    private final LongSupplier clock;
    private final Map<String, Count> byKey = new ConcurrentHashMap<>();
    private final Map<Refusal, RefusalCount> refused = new EnumMap<>(Refusal.class);

    /** For the container. */
    public Requests() {
        this(System::currentTimeMillis);
    }

    /**
     * By another clock than this machine's.
     *
     * @param clock gives Unix time in milliseconds
     */
    public Requests(LongSupplier clock) {
        this.clock = clock;
        for (Refusal cause : Refusal.values()) {
            refused.put(cause, new RefusalCount(new LongAdder(), new AtomicLong(Long.MIN_VALUE), new AtomicLong()));
        }
    }

    /** One that was let in, by the label of its key or as {@link #LOCAL}. */
    void admitted(String key) {
        Count count = byKey.computeIfAbsent(key, unused -> new Count(new LongAdder(), new AtomicLong()));
        count.requests.increment();
        // Not volatile: whoever reads it a moment later is early enough.
        count.last.lazySet(clock.getAsLong());
    }

    /** One that was refused: a line in the log, unless there was one for the same cause within the last minute. */
    void refused(Refusal cause, String peer) {
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
                    () -> "Refused " + peer + " (" + cause + "): " + cause.sentence()
                            + (sum - before > 1 ? "; " + (sum - before) + " such requests since the last line" : ""));
        }
    }

    /**
     * By key, and as {@code local}.
     *
     * @param valid the keys that are valid now
     * @return those that have never been used included
     */
    Map<String, Use> byKey(Collection<ApiKey> valid) {
        Map<String, Use> uses = new LinkedHashMap<>();
        valid.forEach(key -> uses.put(key.label(), use(key.label())));
        uses.put(LOCAL, use(LOCAL));
        byKey.keySet().retainAll(uses.keySet());
        return uses;
    }

    private Use use(String key) {
        Count count = byKey.get(key);
        return count == null ? new Use(0, null) : new Use(count.requests.sum(), Instant.ofEpochMilli(count.last.get()));
    }

    /**
     * How many were refused.
     *
     * @return by cause, those that never happened included
     */
    public Map<String, Long> refused() {
        Map<String, Long> counts = new LinkedHashMap<>();
        refused.forEach((cause, count) -> counts.put(cause.toString(), count.requests.sum()));
        return counts;
    }
}
