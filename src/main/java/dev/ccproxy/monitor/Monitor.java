package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Has each provider checked in its turn and holds the one {@link Snapshot}. The scheduler only starts checks; they
 * block threads of their own.
 */
public final class Monitor {

    private static final Logger LOG = System.getLogger(Monitor.class.getName());
    private final Supplier<Duration> clock;
    private final Check check;
    private final ScheduledExecutorService scheduler;
    private final ThreadPoolExecutor threads;
    private final List<CheckSchedule> schedules;
    private final Duration interval;
    private final FailedChecks failedChecks = new FailedChecks();
    private final AtomicReference<Snapshot> snapshot;
    private volatile boolean stopped;

    Monitor(
            List<Provider> providers,
            CheckSettings settings,
            Supplier<Duration> clock,
            Check check,
            ScheduledExecutorService scheduler,
            ThreadFactory factory) {
        this.clock = clock;
        this.check = check;
        this.scheduler = scheduler;
        interval = settings.interval();
        threads = new ThreadPoolExecutor(
                settings.concurrency(),
                settings.concurrency(),
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                factory);
        threads.allowCoreThreadTimeOut(true);
        schedules = providers.stream()
                .filter(provider -> provider.settings().checked())
                .map(provider -> new CheckSchedule(provider, this, settings.interval(), scheduler, threads))
                .toList();
        snapshot = new AtomicReference<>(Snapshot.of(providers, settings.staleAfter()));
    }

    /**
     * What is known now.
     *
     * @return the same immutable object until the next check is over
     */
    public Snapshot snapshot() {
        return Objects.requireNonNull(snapshot.get());
    }

    /**
     * The time by which a {@link Snapshot} is read.
     *
     * @return how long the application has been running, on a clock that never goes back
     */
    public Duration now() {
        return clock.get();
    }

    /** Whether {@link #stop} has been called. */
    boolean stopped() {
        return stopped;
    }

    /** Starts the first round of checks. */
    public void start() {
        schedules.forEach(schedule -> schedule.startAt(Duration.ZERO));
        Future<?> unused = scheduler.scheduleWithFixedDelay(
                this::tellOfStale, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tellOfStale() {
        try {
            Snapshot current = snapshot();
            schedules.forEach(schedule -> schedule.tellIfStale(
                    current.find(schedule.provider().name()).orElseThrow(), now()));
        } catch (OutOfMemoryError | LinkageError e) {
            // One that escaped would end this for good.
            LOG.log(Level.ERROR, "Looking for stale providers failed", e);
        }
    }

    /**
     * Looks at a provider now, or goes by the check that is under way.
     *
     * @param provider one that is checked: enabled, and its check is not off
     * @return false where the last such request was less than a second ago, so that nothing is done
     */
    public boolean check(Provider provider) {
        return schedules.stream()
                .filter(schedule -> schedule.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(provider.name() + " is never checked"))
                .request();
    }

    /** Ends all checks, those under way included, and the scheduler. */
    public void stop() {
        stopped = true;
        scheduler.shutdownNow();
        threads.shutdownNow();
        check.cancelAll();
    }

    CheckResult look(Provider provider) {
        return check.run(provider);
    }

    /** Takes what was found into the snapshot; gives the time of the next look at the same provider. */
    Duration record(CheckResult result, Duration regularNext) {
        if (stopped) {
            return regularNext;
        }
        Snapshot before = Objects.requireNonNull(snapshot.getAndUpdate(last -> last.with(result, regularNext)));
        ProviderHealth from = before.find(result.provider().name()).orElseThrow();
        ProviderHealth to = from.with(result, regularNext);
        failedChecks.tell(result);
        logChange(from, to, result);
        return Objects.requireNonNull(to.next());
    }

    private static void logChange(ProviderHealth before, ProviderHealth after, CheckResult result) {
        Duration now = result.at();
        Reason from = before.reason(now);
        Reason to = after.reason(now);
        if (from != to && to != Reason.CHECK_FAILED) {
            LOG.log(
                    to.state() == State.UP ? Level.INFO : Level.WARNING,
                    () -> "Provider " + after.provider().name() + ": from " + from.state() + " (" + from + ") to "
                            + to.state() + " (" + to + ") after "
                            + Elapsed.brief(now.minus(before.since(now))) + " in state " + from.state() + "; "
                            + result.description());
        }
    }
}
