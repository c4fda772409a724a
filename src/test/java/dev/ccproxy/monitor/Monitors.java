package dev.ccproxy.monitor;

import dev.ccproxy.Logged;
import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Monitors with a scheduler and threads of their own, which end with the test; what they log stays off the console. */
final class Monitors implements BeforeEachCallback, AfterEachCallback {

    /** By when whatever is to happen at once must have happened, on a machine under load. */
    static final Duration SOON = Duration.ofSeconds(5);

    final Supplier<Duration> clock = Checks.clock();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<Monitor> monitors = new ArrayList<>();
    final Logged logged = Logged.by(Monitor.class);
    /** A machine under load makes results stale whose intervals are short. */
    private final List<Logged> others =
            List.of(Logged.by(CheckSchedule.class), Logged.by(FailedChecks.class), Logged.by(RunningCheck.class));

    /** Not yet started; times in milliseconds. */
    Monitor monitor(int interval, int timeout, int concurrency, Provider... providers) {
        CheckSettings settings = new CheckSettings(
                Duration.ofMillis(interval), Duration.ofMillis(timeout), Duration.ofMinutes(1), concurrency);
        ThreadFactory factory = work -> {
            Thread thread = Checks.THREADS.newThread(work);
            threads.add(thread);
            return thread;
        };
        Check check = new Check(settings, clock, factory, OkHttpClient::new);
        Monitor monitor = new Monitor(List.of(providers), settings, clock, check, scheduler, factory);
        monitors.add(monitor);
        return monitor;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        logged.beforeEach(test);
        others.forEach(other -> other.beforeEach(test));
    }

    @Override
    public void afterEach(ExtensionContext test) throws InterruptedException {
        monitors.forEach(Monitor::stop);
        scheduler.shutdownNow();
        // A check that has just ended may have something to log.
        boolean unused = scheduler.awaitTermination(SOON.toMillis(), TimeUnit.MILLISECONDS);
        for (Thread thread : threads) {
            thread.join(SOON.toMillis());
        }
        logged.afterEach(test);
        others.forEach(other -> other.afterEach(test));
    }
}
