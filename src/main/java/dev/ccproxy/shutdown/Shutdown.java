package dev.ccproxy.shutdown;

import dev.ccproxy.config.Durations;
import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application is stopping. That begins with SIGTERM, which is then held back from the server for
 * {@code ccproxy.shutdown.drain}: readiness is DOWN, everything but {@code /v1} still works, and load balancers have time
 * to notice. After that it is held back as long as requests to {@code /v1} are under way, which may take minutes, but no
 * longer than {@code ccproxy.shutdown.requests-timeout}.
 * Neither server gives them that time: Open Liberty closes its ports at once, Payara Micro its applications. Without
 * SIGTERM, it begins when the server undeploys the application.
 */
@ApplicationScoped
public class Shutdown {

    private static final Logger LOG = System.getLogger(Shutdown.class.getName());

    private final CountDownLatch undeployed = new CountDownLatch(1);

    private volatile boolean begun;

    private @Nullable TermSignal signal;

    /** Requests to {@code /v1} that are under way. */
    private int work;

    @Inject
    private Settings settings;

    public Shutdown() {}

    /** Whether the application is stopping, though it still serves. */
    public boolean begun() {
        return begun;
    }

    /** A request begins that should end before the server stops. */
    public synchronized void workBegins() {
        work++;
    }

    /** Such a request has ended. */
    public synchronized void workEnds() {
        work--;
        notifyAll();
    }

    /** Waits for SIGTERM from now on; does nothing if it is never to be held back. */
    public void watch() {
        if (!settings.shutdownDrain().isZero() || !settings.requestsTimeout().isZero()) {
            signal = TermSignal.handle(this::drain);
        }
    }

    /** The application is being undeployed: gives the signal back to its former handler, and ends a drain. */
    public void end() {
        begun = true;
        undeployed.countDown();
        synchronized (this) {
            notifyAll();
        }
        if (signal != null) {
            signal.close();
        }
    }

    private void drain() {
        Duration drain = settings.shutdownDrain();
        begun = true;
        LOG.log(
                Level.INFO,
                () -> "SIGTERM: readiness is DOWN, and the server stops in " + Durations.format(drain)
                        + " (ccproxy.shutdown.drain), or at a second SIGTERM");
        try {
            if (!undeployed.await(drain.toMillis(), TimeUnit.MILLISECONDS)) {
                awaitWork(settings.requestsTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitWork(Duration limit) throws InterruptedException {
        if (work == 0) {
            return;
        }
        LOG.log(
                Level.INFO,
                work + " requests are under way; the server stops when they have ended, in " + Durations.format(limit)
                        + " at the latest (ccproxy.shutdown.requests-timeout)");
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); work > 0 && left > 0 && undeployed.getCount() > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
