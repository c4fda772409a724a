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
 * {@code ccproxy.shutdown.drain}: readiness is DOWN, everything still works, and load balancers have time to notice.
 * Neither server gives them that time: Open Liberty closes its ports at once, Payara Micro its applications. Without
 * SIGTERM, it begins when the server undeploys the application.
 */
@ApplicationScoped
public class Shutdown {

    private static final Logger LOG = System.getLogger(Shutdown.class.getName());

    private final CountDownLatch undeployed = new CountDownLatch(1);

    private volatile boolean begun;

    private @Nullable TermSignal signal;

    @Inject
    private Settings settings;

    public Shutdown() {}

    /** Whether the application is stopping, though it still serves. */
    public boolean begun() {
        return begun;
    }

    /** Waits for SIGTERM from now on; does nothing if the drain is 0. */
    public void watch() {
        if (!settings.shutdownDrain().isZero()) {
            signal = TermSignal.handle(this::drain);
        }
    }

    /** The application is being undeployed: gives the signal back to its former handler, and ends a drain. */
    public void end() {
        begun = true;
        undeployed.countDown();
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
            boolean unused = undeployed.await(drain.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
