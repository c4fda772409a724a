package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a provider over a new connection with one GET: of its list of models with its key, or of its base URL
 * without. No redirects, at most 64 KiB read, one deadline for all of it. The only sockets of the application.
 */
final class Check {

    /** How long the first check waits for the trust store to be read, before its own time begins. */
    private static final Duration MAX_PREPARATION = Duration.ofSeconds(10);

    private final CheckSettings settings;
    private final Supplier<Duration> clock;
    private final ThreadFactory threads;
    private final Supplier<OkHttpClient> base;
    private final TimeLimiter<CheckClient> preparation;
    private final TimeLimiter<List<InetAddress>> lookups;
    private final KeyReader keys;

    /** By provider: one that hangs beyond its deadline is never joined by a second. */
    private final Map<String, RunningCheck> running = new ConcurrentHashMap<>();

    /** Made by the first check, so that the start of the application does not wait for it. */
    private volatile @Nullable CheckClient client;

    /** With a client that says whom to trust and how names are looked up; it is made where it is first needed. */
    Check(CheckSettings settings, Supplier<Duration> clock, ThreadFactory threads, Supplier<OkHttpClient> base) {
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
        this.base = base;
        preparation = new TimeLimiter<>(threads);
        lookups = new TimeLimiter<>(threads);
        keys = new KeyReader(threads, settings.timeout().dividedBy(2));
    }

    /** Never throws, and is over at the deadline, or a second later where something holds its thread beyond that. */
    CheckResult run(Provider provider) {
        try {
            CheckClient ready = client();
            return running.computeIfAbsent(provider.name(), name -> begin(provider, ready))
                    .await(settings.timeout());
        } catch (OutOfMemoryError e) {
            return failed(provider, "no thread can be started");
        } catch (ExecutionException e) {
            return failed(provider, Causes.shown(Objects.requireNonNullElse(e.getCause(), e)));
        } catch (TimeoutException e) {
            return failed(provider, "the trust store could not be read in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(provider, "stopping");
        }
    }

    private CheckResult failed(Provider provider, String detail) {
        return CheckResult.unasked(provider, Reason.CHECK_FAILED, detail, clock.get());
    }

    private RunningCheck begin(Provider provider, CheckClient ready) {
        CheckRecorder recorder = new CheckRecorder(clock);
        RunningCheck check = new RunningCheck(
                provider,
                clock,
                recorder,
                new ProviderRequest(provider, this, ready, recorder),
                () -> running.remove(provider.name()),
                // After one thread could not be started, OkHttp has none started any more: the next has another client.
                () -> client = null);
        check.start(threads);
        return check;
    }

    private CheckClient client() throws ExecutionException, TimeoutException, InterruptedException {
        CheckClient ready = client;
        if (ready == null) {
            ready = preparation.call("client", () -> CheckClient.of(base.get()), MAX_PREPARATION);
            client = ready;
        }
        return ready;
    }

    /** Cuts off every check that is under way. */
    void cancelAll() {
        running.values().forEach(RunningCheck::cutOff);
        CheckClient made = client;
        if (made != null) {
            made.threads().shutdown();
        }
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
