package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has each provider checked in its turn and holds the one {@link Snapshot}. The scheduler only starts checks; they
 * block threads of their own.
 */
public final class Monitor {

    private static final Logger LOG = System.getLogger(Monitor.class.getName());
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);

    /** The shortest part of the interval that jitter leaves between two starts. */
    private static final double LEAST_INTERVAL = 0.9;

    private final CheckSettings settings;
    private final Supplier<Duration> clock;
    private final Check check;
    private final ScheduledExecutorService scheduler;
    private final ThreadPoolExecutor threads;
    private final List<Turn> turns;
    private final AtomicReference<Snapshot> snapshot;
    private volatile boolean stopped;

    Monitor(
            List<Provider> providers,
            CheckSettings settings,
            Supplier<Duration> clock,
            Check check,
            ScheduledExecutorService scheduler,
            ThreadFactory factory) {
        this.settings = settings;
        this.clock = clock;
        this.check = check;
        this.scheduler = scheduler;
        threads = new ThreadPoolExecutor(
                settings.concurrency(),
                settings.concurrency(),
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                factory);
        threads.allowCoreThreadTimeOut(true);
        turns = providers.stream()
                .filter(provider -> provider.settings().checked())
                .map(Turn::new)
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

    /**
     * Whether {@link #stop} has been called.
     *
     * @return true while the application stops
     */
    public boolean stopped() {
        return stopped;
    }

    /** Starts the first round of checks. */
    public void start() {
        turns.forEach(turn -> turn.after(Duration.ZERO));
    }

    /** Ends all checks, those under way included. */
    public void stop() {
        stopped = true;
        turns.forEach(Turn::cancel);
        threads.shutdownNow();
        check.cancelAll();
    }

    /** One provider's next start and its running check, of which there is never more than one. */
    private final class Turn implements Runnable {

        private final Provider provider;
        private boolean first = true;
        private @Nullable ScheduledFuture<?> next;

        Turn(Provider provider) {
            this.provider = provider;
        }

        synchronized void after(Duration delay) {
            if (!stopped) {
                next = scheduler.schedule(this::enqueue, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        synchronized void cancel() {
            if (next != null) {
                next.cancel(false);
            }
        }

        private void enqueue() {
            try {
                threads.execute(this);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "Stopping: no more checks", e);
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.log(Level.ERROR, () -> "No thread for the check of " + provider.name() + "; it is tried again", e);
                after(settings.interval());
            }
        }

        @Override
        public void run() {
            Duration start = clock.get();
            Duration delay = untilNextStart();
            try {
                record(check.run(provider));
            } finally {
                Duration left = delay.minus(clock.get().minus(start));
                after(snapshot().awaitsSecondLook(provider) ? SECOND_LOOK : left.isNegative() ? Duration.ZERO : left);
            }
        }

        /** The second start of each provider falls anywhere in the interval, so that the first round does not recur. */
        private Duration untilNextStart() {
            double least = first ? 0 : LEAST_INTERVAL;
            first = false;
            double part = least + (1 - least) * ThreadLocalRandom.current().nextDouble();
            return Duration.ofNanos((long) (settings.interval().toNanos() * part));
        }

        private void record(Outcome outcome) {
            if (stopped) {
                return;
            }
            Snapshot before = Objects.requireNonNull(snapshot.getAndUpdate(last -> last.with(outcome)));
            Reason from = before.reason(provider, outcome.at());
            Reason to = snapshot().reason(provider, outcome.at());
            if (from != to) {
                LOG.log(
                        to.state() == State.UP ? Level.INFO : Level.WARNING,
                        () -> "Provider " + provider.name() + ": from " + from.state() + " (" + from + ") to "
                                + to.state() + " (" + to + ")");
            }
        }
    }
}
