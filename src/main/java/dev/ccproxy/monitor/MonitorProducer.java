package dev.ccproxy.monitor;

import dev.ccproxy.config.Settings;
import dev.ccproxy.provider.Providers;
import dev.ccproxy.upstream.HttpClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Makes the monitor, with threads of its own: with the server's, neither server could unload the application. Open Liberty
 * keeps interrupting the thread group of a stopped application until it is empty (ThreadGroupTracker), and each interrupt
 * starts the idle minute of OkHttp's and Okio's threads in that group again. Payara's scheduler keeps a thread whose
 * AccessControlContext refers to the application.
 */
@ApplicationScoped
public class MonitorProducer {

    /** The monitor of this application, not yet started. */
    @Produces
    @Singleton
    public Monitor monitor(Settings settings, Providers providers) {
        long start = System.nanoTime();
        Supplier<Duration> clock = () -> Duration.ofNanos(System.nanoTime() - start);
        Check check = new Check(
                settings.check(),
                clock,
                MonitorProducer::thread,
                () -> HttpClients.trusting(settings.trustedCertificates()));
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
