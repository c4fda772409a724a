package dev.ccproxy.gateway;

import dev.ccproxy.config.Settings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.limits.Permit;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.routing.Routing;
import dev.ccproxy.shutdown.Shutdown;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.Ledger;
import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.RecentFailures;
import dev.ccproxy.usage.UsageRecord.Operation;
import dev.ccproxy.usage.UsageTotals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets requests in as long as there is room, gives each a thread, and ends them all when the application stops. */
@ApplicationScoped
public class Gateway {

    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    /** How often gone clients, silent streams and lists of models that are due are looked for. */
    private static final Duration LOOK = Duration.ofMillis(400);

    private static final Duration STOP = Duration.ofSeconds(5);

    private static final long KEEP_SECONDS = 10;

    /** For so many requests that may be under way, one more may be that counts tokens. */
    private static final int COUNTS_PART = 4;

    /** What begins with the application and ends with it. */
    private record Running(
            GatewayServices services,
            Map<Operation, Permits> permits,
            ExecutorService requests,
            ExecutorService helpers,
            ScheduledThreadPoolExecutor watcher) {}

    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Running running;

    @Inject
    private Settings settings;

    @Inject
    private Routing routing;

    @Inject
    private Monitor monitor;

    @Inject
    private MaintenanceMode maintenance;

    @Inject
    private Shutdown shutdown;

    @Inject
    private UsageTotals totals;

    @Inject
    private Ledger ledger;

    @Inject
    private Quotas quotas;

    @Inject
    private RecentFailures recentFailures;

    @Inject
    private Activity activity;

    @Inject
    private Limiter limiter;

    @Inject
    private Budgets budgets;

    public Gateway() {}

    /** Begins to take requests. */
    public void start() {
        Capacity capacity = Capacity.of(settings.gateway());
        ThreadPoolExecutor helpers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Gateway::thread);
        int counts = (capacity.maxRequests() + COUNTS_PART - 1) / COUNTS_PART;
        Running now = new Running(
                new GatewayServices(
                        settings,
                        routing,
                        limiter,
                        budgets,
                        monitor,
                        totals,
                        ledger,
                        quotas,
                        recentFailures,
                        activity,
                        capacity.bodyBytes(),
                        helpers),
                Map.of(
                        Operation.MESSAGES, new Permits(capacity.maxRequests()),
                        Operation.COUNT_TOKENS, new Permits(counts)),
                RequestThreads.executor(capacity.maxRequests() + counts, Gateway::thread),
                helpers,
                new ScheduledThreadPoolExecutor(1, Gateway::thread));
        Future<?> unused = now.watcher()
                .scheduleWithFixedDelay(() -> look(now), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        running = now;
        LOG.log(
                Level.INFO,
                () -> "The gateway takes " + capacity.maxRequests() + " requests at once (" + capacity.limitedBy()
                        + ") and " + capacity.bodyBytes() / (1024 * 1024) + " MiB of their bodies");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy gateway", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Cuts off everything that is under way, and ends all threads. */
    public void stop() {
        Running last = running;
        running = null;
        if (last == null) {
            return;
        }
        underWay.forEach(exchange -> exchange.cancel(Failure.STOPPED));
        last.watcher().shutdownNow();
        last.requests().shutdown();
        end(last.requests());
        last.helpers().shutdownNow();
        last.services().models().stop();
        end(last.helpers());
        // When nothing uses them any longer.
        last.services().connections().close();
    }

    private static void end(ExecutorService threads) {
        try {
            boolean unused = threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    private void look(Running now) {
        try {
            now.services().goneClients().look();
            now.services().models().refresh(Set.copyOf(monitor.snapshot().active(monitor.now())), now.helpers());
            Duration pingAfter = settings.gateway().pingAfter();
            if (pingAfter != null) {
                underWay.forEach(exchange -> exchange.pingAfter(pingAfter, now.helpers()));
            }
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // The scheduler never runs a task again that has thrown something.
            LOG.log(Level.ERROR, "Looking for gone clients, silent streams and lists of models failed", e);
        }
    }

    /**
     * The models that may be asked for.
     *
     * @throws ErrorException 503 in maintenance and while this program stops
     */
    ModelLists models() {
        return serving().services().models();
    }

    private Running serving() {
        Running now = running;
        if (now == null || shutdown.begun()) {
            throw new ErrorException(ErrorType.SERVICE);
        }
        Maintenance present = maintenance.current();
        if (present != null) {
            throw new ErrorException(ErrorType.SERVICE, present.secondsLeft(Instant.now()));
        }
        return now;
    }

    /**
     * Serves a request on another thread.
     *
     * @param servletRequest to begin asynchronous processing with
     * @throws ErrorException 503 in maintenance and while this program stops, 529 if too many requests are under way, 429 if it
     *     is too much for this client or its team
     */
    void serve(ClientRequest request, HttpServletRequest servletRequest) {
        Running now = serving();
        Permits permits = Objects.requireNonNull(now.permits().get(request.operation()));
        Permit permit;
        try {
            permit = admit(request, permits);
        } catch (ErrorException e) {
            now.services().refused(request, "", e);
            throw e;
        }
        shutdown.workBegins();
        activity.requestBegins();
        Runnable leave = () -> {
            activity.requestEnds();
            permit.close();
            permits.release(request.client().name());
            shutdown.workEnds();
        };
        AsyncContext async;
        try {
            async = servletRequest.startAsync();
            // The gateway has clocks of its own.
            async.setTimeout(0);
        } catch (RuntimeException e) {
            leave.run();
            throw e;
        }
        ClientResponse client = new ClientResponse(request.info(), (HttpServletResponse) async.getResponse(), activity);
        Exchange exchange = new Exchange(request, client, now.services(), permit);
        underWay.add(exchange);
        if (running == null) {
            exchange.cancel(Failure.STOPPED);
        }
        Runnable end = () -> {
            try {
                underWay.remove(exchange);
                client.end();
                complete(async);
            } finally {
                leave.run();
            }
        };
        try {
            now.requests().execute(() -> {
                try {
                    exchange.run();
                } finally {
                    end.run();
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            exchange.refuse(new ErrorException(ErrorType.OVERLOADED, "No thread is left for this request"));
            end.run();
        }
    }

    /** Within what this program can do, and within the limits of the client and its team. */
    private Permit admit(ClientRequest request, Permits permits) {
        permits.acquire(request.client().name());
        try {
            return request.operation() == Operation.MESSAGES ? limiter.admit(request.client()) : Permit.FREE;
        } catch (RuntimeException e) {
            permits.release(request.client().name());
            throw e;
        }
    }

    private static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "The server has ended this request already", e);
        }
    }
}
