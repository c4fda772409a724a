package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When one provider is checked; never twice at the same time. */
final class CheckSchedule implements Runnable {

    private static final Logger LOG = System.getLogger(CheckSchedule.class.getName());

    /** With jitter, a check starts this part of the interval after the one before; the rest allows for late starts. */
    private static final double MIN_PART = 0.9;

    private static final double MAX_PART = 0.97;

    /** A provider that responds 429 is left alone for at most so many intervals: nothing grows stale by then. */
    private static final int MAX_INTERVALS = 2;

    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);

    private final Provider provider;
    private final Monitor monitor;
    private final Duration interval;
    private final ScheduledExecutorService scheduler;
    private final Executor threads;
    private boolean first = true;
    private boolean running;
    private boolean staleLogged;

    /** When the running check got a thread; null before that, and if no check is running. */
    private @Nullable Duration startedAt;

    private @Nullable Duration requestedAt;
    private @Nullable Duration suspectedAt;

    /** Before this, only an operator has it checked: the provider has asked to be left alone until then. */
    private Duration notBefore = Duration.ZERO;

    private @Nullable ScheduledFuture<?> next;

    CheckSchedule(
            Provider provider,
            Monitor monitor,
            Duration interval,
            ScheduledExecutorService scheduler,
            Executor threads) {
        this.provider = provider;
        this.monitor = monitor;
        this.interval = interval;
        this.scheduler = scheduler;
        this.threads = threads;
    }

    Provider provider() {
        return provider;
    }

    synchronized void startAt(Duration time) {
        if (monitor.stopped()) {
            return;
        }
        cancel();
        Duration delay = time.minus(monitor.now());
        try {
            next = scheduler.schedule(this::start, Math.max(delay.toNanos(), 0), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Stopping: no more checks", e);
        }
    }

    /**
     * Checks now, unless a check is running already.
     *
     * @return false if nothing is done, because the last request is less than a second ago
     */
    synchronized boolean request() {
        if (running) {
            return true;
        }
        Duration now = monitor.now();
        if (requestedAt != null && now.minus(requestedAt).compareTo(BETWEEN_REQUESTS) < 0) {
            return false;
        }
        requestedAt = now;
        cancel();
        start();
        return true;
    }

    /** Checks now, unless a check is running, the last early one is less than an interval ago, or it must not be yet. */
    synchronized void suspect() {
        Duration now = monitor.now();
        boolean early = suspectedAt != null && now.minus(suspectedAt).compareTo(interval) < 0;
        if (running || early || now.compareTo(notBefore) < 0) {
            return;
        }
        suspectedAt = now;
        cancel();
        start();
    }

    private synchronized void cancel() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized void start() {
        if (running || monitor.stopped()) {
            return;
        }
        running = true;
        try {
            threads.execute(this);
        } catch (RejectedExecutionException e) {
            running = false;
            LOG.log(Level.DEBUG, "Stopping: no more checks", e);
        } catch (OutOfMemoryError e) {
            Duration now = monitor.now();
            end(now, CheckResult.unasked(provider, Reason.CHECK_FAILED, "no thread can be started", now));
        }
    }

    @Override
    public void run() {
        Duration start = started();
        CheckResult result = null;
        try {
            result = monitor.runCheck(provider);
        } finally {
            end(start, result);
        }
    }

    private synchronized Duration started() {
        Duration now = monitor.now();
        startedAt = now;
        return now;
    }

    /** Logs once when the provider has become stale, with the cause. */
    synchronized void logIfStale(ProviderHealth health, Duration now) {
        // Checks that fail on this machine have a line of their own.
        boolean stale = health.isStale(now) && health.failedCheck() == null;
        if (stale && !staleLogged) {
            LOG.log(
                    Level.WARNING,
                    () -> "Provider " + provider.name() + ": from "
                            + health.reasonAtLastCheck().state() + " ("
                            + health.reasonAtLastCheck() + ") to unknown (stale), because no check has ended for "
                            + Elapsed.brief(health.staleAfter()) + ": " + whyNoneEnds(now));
        }
        staleLogged = stale;
    }

    private String whyNoneEnds(Duration now) {
        if (!running) {
            return "the next one has not started in time";
        }
        return startedAt == null
                ? "one is waiting for others to end (ccproxy.check.concurrency)"
                : "one has been running for " + Elapsed.brief(now.minus(startedAt));
    }

    /** Records the result and sets the next start in one step, so that a request gets either this result or a new check. */
    private synchronized void end(Duration start, @Nullable CheckResult result) {
        Duration regular = start.plus(untilNextStart(result));
        notBefore = result != null && result.reason() == Reason.RATE_LIMITED ? regular : Duration.ZERO;
        running = false;
        startedAt = null;
        startAt(result == null ? regular : monitor.record(result, regular));
    }

    /** The second check of each provider starts anywhere in the interval, so that they do not all start together again. */
    private Duration untilNextStart(@Nullable CheckResult result) {
        double minPart = first ? 0 : MIN_PART;
        first = false;
        if (result != null && result.reason() == Reason.RATE_LIMITED) {
            return untilRetry(result.retryAfter());
        }
        double part = ThreadLocalRandom.current().nextDouble(minPart, MAX_PART);
        return Duration.ofNanos((long) (interval.toNanos() * part));
    }

    /** As the provider asks, but at least one interval, and at most two; two if it does not say. */
    private Duration untilRetry(@Nullable Duration retryAfter) {
        Duration max = interval.multipliedBy(MAX_INTERVALS);
        if (retryAfter == null || retryAfter.compareTo(max) > 0) {
            return max;
        }
        return retryAfter.compareTo(interval) < 0 ? interval : retryAfter;
    }
}
