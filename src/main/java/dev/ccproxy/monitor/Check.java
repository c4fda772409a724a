package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.upstream.KeyReader;
import dev.ccproxy.upstream.UpstreamHttp;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Checks a provider with one GET over a new connection: of its list of models with its key, or of its base URL without.
 * Follows no redirect, reads at most 64 KiB, and has one deadline for all of it.
 */
final class Check {

    private final CheckSettings settings;
    private final Supplier<Duration> clock;

    /** As many as are needed at once: a check, a name lookup or a file that hangs keeps its own. */
    private final ExecutorService threads;

    private final UpstreamHttp http;
    private final KeyReader keys;

    /** Of the client that was used last; kept, because it takes the names of all the authorities that are trusted. */
    private volatile @Nullable Trusted trusted;

    private record Trusted(OkHttpClient client, CertificateChain chain) {}

    /** By provider: while a check hangs beyond its deadline, no second one is started. */
    private final Map<String, RunningCheck> running = new ConcurrentHashMap<>();

    /** With what makes a client that has the trust and the name lookup; called by the first check. */
    Check(CheckSettings settings, Supplier<Duration> clock, ThreadFactory factory, Supplier<OkHttpClient> base) {
        this.settings = settings;
        this.clock = clock;
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                factory);
        http = new UpstreamHttp(() -> CheckClient.of(base.get()), threads);
        keys = new KeyReader(threads, settings.timeout().dividedBy(2));
    }

    /** Never throws. Ends at the deadline, or a second later if something holds the check's thread. */
    CheckResult run(Provider provider) {
        try {
            OkHttpClient client = http.client();
            return running.computeIfAbsent(provider.name(), name -> start(provider, client))
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
        } catch (RejectedExecutionException e) {
            return failed(provider, "stopping");
        }
    }

    private CheckResult failed(Provider provider, String detail) {
        return CheckResult.unasked(provider, Reason.CHECK_FAILED, detail, clock.get());
    }

    private RunningCheck start(Provider provider, OkHttpClient client) {
        CheckRecorder recorder = new CheckRecorder(clock);
        RunningCheck check = new RunningCheck(
                provider,
                clock,
                recorder,
                new ProviderRequest(provider, this, client, chain(client), recorder),
                () -> running.remove(provider.name()),
                http::renew);
        check.start(threads);
        return check;
    }

    private CertificateChain chain(OkHttpClient client) {
        Trusted last = trusted;
        if (last == null || last.client() != client) {
            last = new Trusted(client, new CertificateChain(client.x509TrustManager()));
            trusted = last;
        }
        return last.chain();
    }

    /** Cuts off every running check. */
    void cancelAll() {
        running.values().forEach(RunningCheck::cutOff);
        threads.shutdownNow();
        http.close();
    }

    CheckSettings settings() {
        return settings;
    }

    Duration now() {
        return clock.get();
    }

    UpstreamHttp http() {
        return http;
    }

    KeyReader keys() {
        return keys;
    }
}
