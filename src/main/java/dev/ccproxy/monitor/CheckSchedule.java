package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One provider's next start and its running check, of which there is never more than one. */
final class CheckSchedule implements Runnable {

    private static final Logger LOG = System.getLogger(CheckSchedule.class.getName());

    /** The parts of the interval that jitter leaves between two starts; the rest is for what delays a start. */
    private static final double MIN_INTERVAL = 0.9;

    private static final double MAX_INTERVAL = 0.97;

    /** How many intervals a provider that says 429 is left alone at most: so long that nothing grows stale by it. */
    private static final int MAX_INTERVALS = 2;

    private static final Duration REQUESTS_APART = Duration.ofSeconds(1);

    private final Provider provider;
    private final Monitor monitor;
    private final Duration interval;
    private final ScheduledExecutorService scheduler;
    private final Executor threads;
    private boolean first = true;
    private boolean busy;
    private boolean staleTold;

    /** When the check under way has got a thread; null before that, and where there is none. */
    private @Nullable Duration begun;

    private @Nullable Duration requested;
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
            next = scheduler.schedule(this::begin, Math.max(delay.toNanos(), 0), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Stopping: no more checks", e);
        }
    }

    /**
     * Looks at once, where no check is under way already.
     *
     * @return false where the last request is less than a second ago, so that nothing is done
     */
    synchronized boolean request() {
        if (busy) {
            return true;
        }
        Duration now = monitor.now();
        if (requested != null && now.minus(requested).compareTo(REQUESTS_APART) < 0) {
            return false;
        }
        requested = now;
        cancel();
        begin();
        return true;
    }

    private synchronized void cancel() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized void begin() {
        if (busy || monitor.stopped()) {
            return;
        }
        busy = true;
        try {
            threads.execute(this);
        } catch (RejectedExecutionException e) {
            busy = false;
            LOG.log(Level.DEBUG, "Stopping: no more checks", e);
        } catch (OutOfMemoryError e) {
            Duration now = monitor.now();
            end(now, CheckResult.unasked(provider, Reason.CHECK_FAILED, "no thread can be started", now));
        }
    }

    @Override
    public void run() {
        Duration start = begun();
        CheckResult result = null;
        try {
            result = monitor.look(provider);
        } finally {
            end(start, result);
        }
    }

    private synchronized Duration begun() {
        Duration now = monitor.now();
        begun = now;
        return now;
    }

    /** Logs, once, that nothing has been heard of the provider for too long, and why, as far as that is known. */
    synchronized void tellIfStale(ProviderHealth health, Duration now) {
        // That checks fail on this machine has its own line.
        boolean stale = health.isStale(now) && health.failedCheck() == null;
        if (stale && !staleTold) {
            LOG.log(
                    Level.WARNING,
                    () -> "Provider " + provider.name() + ": from "
                            + health.counted().state() + " ("
                            + health.counted() + ") to unknown (stale), because no check has ended for "
                            + Elapsed.brief(health.staleAfter()) + ": " + whyNoneEnds(now));
        }
        staleTold = stale;
    }

    private String whyNoneEnds(Duration now) {
        if (!busy) {
            return "the next one has not begun in time";
        }
        return begun == null
                ? "one waits for others to end (ccproxy.check.concurrency)"
                : "one has been under way for " + Elapsed.brief(now.minus(begun));
    }

    /** What was found is recorded and the next start is set in one step: whoever asks for a look gets a new one or this. */
    private synchronized void end(Duration start, @Nullable CheckResult result) {
        Duration regular = start.plus(untilNextStart(result));
        busy = false;
        begun = null;
        startAt(result == null ? regular : monitor.record(result, regular));
    }

    /** The second start of each provider falls anywhere in the interval, so that the first round does not recur. */
    private Duration untilNextStart(@Nullable CheckResult result) {
        double least = first ? 0 : MIN_INTERVAL;
        first = false;
        if (result != null && result.reason() == Reason.RATE_LIMITED) {
            Duration most = interval.multipliedBy(MAX_INTERVALS);
            Duration wish = Objects.requireNonNullElse(result.retryAfter(), most);
            return wish.compareTo(interval) < 0 ? interval : wish.compareTo(most) > 0 ? most : wish;
        }
        double part = ThreadLocalRandom.current().nextDouble(least, MAX_INTERVAL);
        return Duration.ofNanos((long) (interval.toNanos() * part));
    }
}
