package dev.ccproxy.status;

import dev.ccproxy.config.LiveSettings;
import dev.ccproxy.config.Settings;
import dev.ccproxy.history.History;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.metrics.RequestMetrics;
import dev.ccproxy.metrics.RoutingMetrics;
import dev.ccproxy.metrics.UsageMetrics;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.WallClock;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Rests;
import dev.ccproxy.routing.Routing;
import dev.ccproxy.shutdown.Shutdown;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.UsageTotals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Assembles what {@code /status} says, from memory. Waits for nothing. */
@ApplicationScoped
public class StatusBean {

    private static final Logger LOG = System.getLogger(StatusBean.class.getName());

    private final Build build = Build.load();
    private final long pid = ProcessHandle.current().pid();
    private final WallClock wallClock = new WallClock(Instant::now);
    private final AtomicBoolean otherPortLogged = new AtomicBoolean();

    @Inject
    private Settings settings;

    @Inject
    private Monitor monitor;

    @Inject
    private Shutdown shutdown;

    @Inject
    private LiveSettings live;

    @Inject
    private MaintenanceMode maintenance;

    @Inject
    private RequestMetrics requests;

    @Inject
    private UsageMetrics usageMetrics;

    @Inject
    private RoutingMetrics routingMetrics;

    /** Not by way of CDI's proxy, for threads that are not the application's. */
    private Rests rests = new Rests(System::nanoTime);

    @Inject
    private UsageTotals totals;

    @Inject
    private Activity activity;

    @Inject
    private History history;

    public StatusBean() {}

    @Inject
    void use(Routing routing) {
        rests = routing.rests();
    }

    /** The present status. Host and port, if they are not configured, are those of the current request's socket. */
    StatusReport report() {
        if (shutdown.begun()) {
            throw new ErrorException(ErrorType.SERVICE);
        }
        HttpServletRequest request = CurrentRequest.get();
        String host = settings.host();
        Integer port = settings.port();
        int localPort = request.getLocalPort();
        if (port != null && port != localPort && otherPortLogged.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    () -> "ccproxy.port must be the port that the server listens on: it is " + port
                            + ", which /status shows, and a request has arrived on port " + localPort);
        }
        Snapshot snapshot = monitor.snapshot();
        Duration now = monitor.now();
        Status status = new Status(
                "CCProxy",
                build.version(),
                "running",
                Elapsed.format(now),
                pid,
                host == null ? request.getLocalAddr() : host,
                port == null ? localPort : port,
                settings.auth().apiKeyConfigured(),
                new Status.Providers(snapshot.count(), snapshot.active(now)),
                build);
        return new StatusReport(
                status,
                snapshot,
                now,
                wallClock,
                maintenance.current(),
                requests,
                usageMetrics,
                routingMetrics,
                history::figures);
    }

    /** The health of all providers. */
    ProvidersStatus providers() {
        Snapshot snapshot = monitor.snapshot();
        Duration now = monitor.now();
        Instant origin = wallClock.origin(now);
        Maintenance current = maintenance.current();
        Function<String, ProviderTraffic> traffic = traffic();
        return new ProvidersStatus(
                snapshot.age(now).map(Elapsed::seconds).orElse(null),
                snapshot.stale(now),
                shutdown.begun() ? "stopping" : current == null ? null : "maintenance",
                current,
                ProvidersStatus.Configuration.of(live.last()),
                snapshot.providers().stream()
                        .map(health -> ProviderStatus.of(
                                health,
                                now,
                                origin,
                                traffic.apply(health.provider().name())))
                        .toList());
    }

    private Function<String, ProviderTraffic> traffic() {
        return ProviderTraffic.now(totals, activity, rests);
    }

    /** The health of one provider. */
    ProviderStatus provider(String name) {
        ProviderHealth health = find(name);
        Duration now = monitor.now();
        return ProviderStatus.of(
                health,
                now,
                wallClock.origin(now),
                traffic().apply(health.provider().name()));
    }

    /**
     * The health of one provider for any thread, while CDI's proxy of this bean needs one of the application's.
     *
     * @param name its configured name
     * @return gives its present health at each call
     */
    public Supplier<ProviderStatus> reader(String name) {
        return () -> provider(name);
    }

    /** Has one provider checked now. */
    RequestedCheck check(String name, String statusUrl) {
        Provider provider = find(name).provider();
        if (!provider.settings().checked()) {
            throw new ErrorException(
                    ErrorType.INVALID_REQUEST,
                    "Provider " + name + " is never checked: it is "
                            + (provider.settings().enabled() ? "configured with check=off" : "disabled"));
        }
        Duration now = monitor.now();
        if (!monitor.check(provider)) {
            throw new ErrorException(
                    ErrorType.RATE_LIMIT, "Wait a second: a check of provider " + name + " has just been requested");
        }
        return new RequestedCheck(name, wallClock.origin(now).plus(now).truncatedTo(ChronoUnit.MILLIS), statusUrl);
    }

    private ProviderHealth find(String name) {
        Snapshot snapshot = monitor.snapshot();
        return snapshot.find(name).orElseThrow(() -> {
            String names = snapshot.providers().stream()
                    .map(health -> health.provider().name())
                    .collect(Collectors.joining(", "));
            return new ErrorException(
                    ErrorType.NOT_FOUND,
                    names.isEmpty()
                            ? "No provider is configured"
                            : "The name must be one of the configured providers: " + names);
        });
    }
}
