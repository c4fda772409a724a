package dev.ccproxy.monitor;

import dev.ccproxy.config.Settings;
import dev.ccproxy.provider.Providers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Gives the monitor what it needs: a scheduler and threads, none of them the server's, because either server then keeps
 * the application for ever. Open Liberty interrupts the threads of a stopped application's ManagedThreadFactory again
 * and again until there are none (its ThreadGroupTracker); those that OkHttp and Okio have started from them are of the
 * same group, and end only after a minute without work, which each interrupt begins anew. Payara's scheduler starts a
 * thread when we first ask it for something, which stays and remembers in its AccessControlContext who asked.
 */
@ApplicationScoped
public class MonitorProducer {

    /** For the container. */
    public MonitorProducer() {}

    /**
     * The monitor of this application, not yet started.
     *
     * @param settings the configuration
     * @param providers the registry
     * @return the one monitor
     */
    @Produces
    @Singleton
    public Monitor monitor(Settings settings, Providers providers) {
        long start = System.nanoTime();
        Supplier<Duration> clock = () -> Duration.ofNanos(System.nanoTime() - start);
        Check check = new Check(
                settings.check(), clock, MonitorProducer::thread, () -> Trust.client(settings.trustedCertificates()));
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, MonitorProducer::thread);
        scheduler.setRemoveOnCancelPolicy(true);
        return new Monitor(providers.all(), settings.check(), clock, check, scheduler, MonitorProducer::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy check", 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
