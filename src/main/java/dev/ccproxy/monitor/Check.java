package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a provider over a new connection with one GET: of its list of models with its key, or of its base URL
 * without. No redirects, at most 64 KiB read, one deadline for all of it. The only sockets of the application.
 */
final class Check {

    private final CheckSettings settings;
    private final Supplier<Duration> clock;
    private final ThreadFactory threads;
    private final Supplier<OkHttpClient> base;
    private final TimeLimiter<List<InetAddress>> lookups;
    private final KeyReader keys;

    /** By provider: one that hangs beyond its deadline is never joined by a second. */
    private final Map<String, RunningCheck> running = new ConcurrentHashMap<>();

    /** Made by the first check, so that the start of the application does not wait for it. */
    private @Nullable CheckClient client;

    /** With a client that says whom to trust and how names are looked up; it is made where it is first needed. */
    Check(CheckSettings settings, Supplier<Duration> clock, ThreadFactory threads, Supplier<OkHttpClient> base) {
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
        this.base = base;
        lookups = new TimeLimiter<>(threads);
        keys = new KeyReader(threads, settings.timeout().dividedBy(2));
    }

    /** Never throws, and is over at the deadline, or a second later where something holds its thread beyond that. */
    Outcome run(Provider provider) {
        RunningCheck check;
        try {
            check = running.computeIfAbsent(provider.name(), name -> begin(provider));
        } catch (OutOfMemoryError e) {
            return Outcome.unasked(provider, Reason.CHECK_FAILED, "no thread can be started", clock.get());
        }
        return check.await(settings.timeout());
    }

    private RunningCheck begin(Provider provider) {
        RunningCheck check = new RunningCheck(provider, this, new Trace(clock));
        check.start(threads, () -> running.remove(provider.name()));
        return check;
    }

    /** Cuts off every check that is under way. */
    void cancelAll() {
        running.values().forEach(RunningCheck::cutOff);
    }

    synchronized CheckClient client() {
        if (client == null) {
            client = CheckClient.of(base.get());
        }
        return client;
    }

    CheckSettings settings() {
        return settings;
    }

    Duration now() {
        return clock.get();
    }

    KeyReader keys() {
        return keys;
    }

    TimeLimiter<List<InetAddress>> lookups() {
        return lookups;
    }
}
