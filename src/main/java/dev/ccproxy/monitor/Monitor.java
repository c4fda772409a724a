package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has all providers checked and holds the one {@link Snapshot}. The scheduler only starts checks, which run on threads of
 * their own.
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
    private final List<Consumer<CheckOutcome>> observers = new CopyOnWriteArrayList<>();
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

    /** The health of all providers; the same immutable object until the next check ends. */
    public Snapshot snapshot() {
        return Objects.requireNonNull(snapshot.get());
    }

    /** The monitor's clock: how long the application has been running. Monotonic. */
    public Duration now() {
        return clock.get();
    }

    /** Whether {@link #stop} has been called. */
    boolean stopped() {
        return stopped;
    }

    /**
     * Has somebody told of every check that ends, on the check's thread, which must not wait for it; those of one provider
     * in their order.
     */
    public void observe(Consumer<CheckOutcome> observer) {
        observers.add(observer);
    }

    /** Starts the first round of checks. */
    public void start() {
        schedules.forEach(schedule -> schedule.startAt(Duration.ZERO));
        Future<?> unused = scheduler.scheduleWithFixedDelay(
                this::logStale, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void logStale() {
        try {
            Snapshot current = snapshot();
            schedules.forEach(schedule ->
                    schedule.logIfStale(current.find(schedule.provider().name()).orElseThrow(), now()));
        } catch (OutOfMemoryError | LinkageError e) {
            // The scheduler never runs a task again that has thrown something.
            LOG.log(Level.ERROR, "Looking for stale providers failed", e);
        }
    }

    /**
     * Has a provider checked now, unless a check of it is running already.
     *
     * @param provider one that is checked: enabled, and its check is not off
     * @return false if nothing is done, because the last such request is less than a second ago
     */
    public boolean check(Provider provider) {
        return schedule(provider)
                .orElseThrow(() -> new IllegalArgumentException(provider.name() + " is never checked"))
                .request();
    }

    /**
     * Has a provider checked earlier than planned, because a request to it has failed: at most once an interval, and not
     * before the time that it has asked for after too many requests. Does nothing if it is never checked.
     */
    public void suspect(Provider provider) {
        schedule(provider).ifPresent(CheckSchedule::suspect);
    }

    private Optional<CheckSchedule> schedule(Provider provider) {
        return schedules.stream()
                .filter(schedule -> schedule.provider() == provider)
                .findFirst();
    }

    /** Ends all checks, running ones too, and the scheduler. */
    public void stop() {
        stopped = true;
        scheduler.shutdownNow();
        threads.shutdownNow();
        check.cancelAll();
    }

    CheckResult runCheck(Provider provider) {
        return check.run(provider);
    }

    /** Adds a result to the snapshot; returns when the provider is to be checked next. */
    Duration record(CheckResult result, Duration regularNext) {
        if (stopped) {
            return regularNext;
        }
        Snapshot before = Objects.requireNonNull(snapshot.getAndUpdate(last -> last.after(result, regularNext)));
        ProviderHealth from = before.find(result.provider().name()).orElseThrow();
        ProviderHealth to = from.after(result, regularNext);
        failedChecks.log(result);
        logChange(from, to, result);
        tell(new CheckOutcome(from, to, result));
        return Objects.requireNonNull(to.nextCheckAt());
    }

    private void tell(CheckOutcome outcome) {
        for (Consumer<CheckOutcome> observer : observers) {
            try {
                observer.accept(outcome);
            } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
                LOG.log(Level.ERROR, "An observer of the checks failed", e);
            }
        }
    }

    private static void logChange(ProviderHealth before, ProviderHealth after, CheckResult result) {
        Duration now = result.checkedAt();
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
