package dev.ccproxy.monitor;

import dev.ccproxy.config.Settings;
import dev.ccproxy.provider.Providers;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/** Gives the monitor what it needs of the server: a scheduler and threads. */
@ApplicationScoped
public class MonitorProducer {

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource
    private ManagedThreadFactory threads;

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
        Check check = new Check(settings.check(), clock, threads, Trust.client(settings.trustedCertificates()));
        return new Monitor(providers.all(), settings.check(), clock, check, scheduler, threads);
    }
}
