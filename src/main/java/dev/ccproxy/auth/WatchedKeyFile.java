package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.FileName;
import dev.ccproxy.config.KeyFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A key file that may change. A change counts once every look for three seconds has found the same, so that a file that is
 * being written refuses nobody. While the file is faulty or cannot be read, the last good keys stay in force. Warns once of
 * each key that has expired.
 */
final class WatchedKeyFile {

    private static final Logger LOG = System.getLogger(WatchedKeyFile.class.getName());

    /** Less than the 5 s within which a change counts by the two looks that it may fall between. */
    static final Duration SETTLED_AFTER = Duration.ofSeconds(3);

    /** What one look found: keys, or the fault. */
    private record Look(List<ApiKey> keys, String fault) {
        boolean good() {
            return fault.isEmpty();
        }
    }

    private final Path file;
    private final Supplier<Duration> clock;
    private final InstantSource date;
    private final Set<ApiKey> toldExpired = new HashSet<>();
    private Look seen;
    private Duration seenSince;
    private Look applied;
    private volatile List<ApiKey> keys;

    private volatile Consumer<String> observer = message -> {};

    WatchedKeyFile(Path file, List<ApiKey> atStart, InstantSource date) {
        this(file, atStart, date, () -> Duration.ofNanos(System.nanoTime()));
    }

    /** Measures time by a clock that nobody sets. */
    WatchedKeyFile(Path file, List<ApiKey> atStart, InstantSource date, Supplier<Duration> clock) {
        this.file = file;
        this.date = date;
        this.clock = clock;
        keys = atStart;
        applied = new Look(atStart, "");
        seen = applied;
        seenSince = clock.get();
    }

    /** Those that have expired too. */
    List<ApiKey> keys() {
        return keys;
    }

    /** Has somebody told of each change. */
    void observe(Consumer<String> newObserver) {
        observer = newObserver;
    }

    synchronized void look() {
        apply();
        warnOfExpiredKeys();
    }

    private void apply() {
        // Before the file is read, which may take its time.
        Duration time = clock.get();
        Look now = read();
        if (!now.equals(seen)) {
            seen = now;
            seenSince = time;
        }
        if (now.equals(applied) || time.minus(seenSince).compareTo(SETTLED_AFTER) < 0) {
            return;
        }
        boolean mended = !applied.good();
        applied = now;
        if (now.good()) {
            keys = now.keys();
        }
        tell(now, mended);
    }

    private void tell(Look now, boolean mended) {
        String message = now.good()
                ? "ccproxy.api-key-file " + (mended ? "is good again" : "has changed") + FileName.of(file)
                        + "; valid keys in it: " + valid()
                : "ccproxy.api-key-file names a file that " + now.fault() + FileName.of(file)
                        + "; the last good keys stay in force until it is valid again: " + valid();
        LOG.log(now.good() ? Level.INFO : Level.WARNING, message);
        observer.accept(message);
    }

    private long valid() {
        Instant now = date.instant();
        return keys.stream().filter(key -> !key.expired(now)).count();
    }

    private void warnOfExpiredKeys() {
        Instant now = date.instant();
        List<ApiKey> expired = keys.stream().filter(key -> key.expired(now)).toList();
        toldExpired.retainAll(expired);
        for (ApiKey key : expired) {
            if (toldExpired.add(key)) {
                LOG.log(
                        Level.WARNING,
                        () -> "ccproxy.api-key-file has an expired key" + FileName.of(file) + ": "
                                + key.holder().name() + " (line " + key.line() + ") was valid until "
                                + key.holder().lastDay() + "; replace the key or remove the line");
            }
        }
    }

    private Look read() {
        try {
            return new Look(KeyFile.parse(KeyFile.read(file)), "");
        } catch (IOException e) {
            return new Look(List.of(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // One that escaped would end the watch for good.
            Look failed = new Look(List.of(), "cannot be read, for a reason that should not exist");
            if (!failed.equals(seen)) {
                LOG.log(Level.ERROR, "Looking at ccproxy.api-key-file failed", e);
            }
            return failed;
        }
    }
}
