package dev.ccproxy.gateway;

import dev.ccproxy.config.GatewaySettings;
import dev.ccproxy.config.Settings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Routing;
import dev.ccproxy.upstream.HttpClients;
import dev.ccproxy.upstream.KeptConnections;
import dev.ccproxy.upstream.KeyReader;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.Ledger;
import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.RecentFailures;
import dev.ccproxy.usage.UsageRecord;
import dev.ccproxy.usage.UsageTotals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What all exchanges share. */
final class GatewayServices {

    private static final Logger LOG = System.getLogger(GatewayServices.class.getName());

    private static final Duration KEY_READ_LIMIT = Duration.ofSeconds(2);

    private static final Duration WORTH_WATCHING = Duration.ofMillis(100);

    private final GatewaySettings settings;
    private final Routing routing;
    private final Limiter limiter;
    private final Budgets budgets;
    private final Monitor monitor;
    private final UsageTotals totals;
    private final Ledger ledger;
    private final Quotas quotas;
    private final RecentFailures recentFailures;
    private final Activity activity;
    private final BodyReader bodies;
    private final MemoryBudget memory;
    private final KeyReader keys;
    private final KeptConnections connections;
    private final ModelLists models;
    private final GoneClients goneClients = new GoneClients(new SocketTable(), WORTH_WATCHING);
    private final Map<Provider, HttpUrl> apiUrls = new ConcurrentHashMap<>();
    private final FailureLog failures = new FailureLog();

    GatewayServices(
            Settings settings,
            Routing routing,
            Limiter limiter,
            Budgets budgets,
            Monitor monitor,
            UsageTotals totals,
            Ledger ledger,
            Quotas quotas,
            RecentFailures recentFailures,
            Activity activity,
            long bodyBytes,
            Executor threads) {
        this.settings = settings.gateway();
        this.routing = routing;
        this.limiter = limiter;
        this.budgets = budgets;
        this.monitor = monitor;
        this.totals = totals;
        this.ledger = ledger;
        this.quotas = quotas;
        this.recentFailures = recentFailures;
        this.activity = activity;
        bodies = new BodyReader(this.settings.maxBody());
        memory = new MemoryBudget(bodyBytes);
        keys = new KeyReader(threads, KEY_READ_LIMIT);
        connections = new KeptConnections(
                () -> HttpClients.trusting(settings.trustedCertificates()),
                threads,
                this.settings.connectTimeout(),
                this.settings.firstByteTimeout());
        models = new ModelLists(routing, connections, keys);
    }

    GatewaySettings settings() {
        return settings;
    }

    Limiter limiter() {
        return limiter;
    }

    Budgets budgets() {
        return budgets;
    }

    Routing routing() {
        return routing;
    }

    BodyReader bodies() {
        return bodies;
    }

    MemoryBudget memory() {
        return memory;
    }

    KeyReader keys() {
        return keys;
    }

    ModelLists models() {
        return models;
    }

    KeptConnections connections() {
        return connections;
    }

    /** The URL below which a provider's API is. */
    HttpUrl apiUrl(Provider provider) {
        return apiUrls.computeIfAbsent(provider, its -> Objects.requireNonNull(HttpUrl.get(its.apiUrl())));
    }

    Quotas quotas() {
        return quotas;
    }

    Activity activity() {
        return activity;
    }

    GoneClients goneClients() {
        return goneClients;
    }

    /** Counts an attempt, and tells the log and the monitor of one that failed. */
    void ended(Provider provider, UsageRecord record, @Nullable AttemptException failure) {
        try {
            totals.add(record);
            ledger.add(record);
            LOG.log(Level.DEBUG, () -> AccessLine.of(record));
            failures.log(record, failure);
            if (failure != null && failure.failure().isOfProvider()) {
                monitor.suspect(provider);
            }
        } catch (RuntimeException e) {
            // What observes a request never breaks it.
            LOG.log(Level.ERROR, () -> "Request " + record.requestId() + " could not be counted", e);
        }
    }

    /** Keeps a request that has failed, by the attempt whose failure the client is told of. */
    void failed(UsageRecord record) {
        recentFailures.add(record);
    }

    /** Keeps a request that was refused before there was an attempt, by the model that the client has named; empty for none. */
    void refused(ClientRequest request, String model, ErrorException error) {
        recentFailures.add(new RecentFailures.FailedRequest(
                Instant.now(),
                request.info().id(),
                request.client().name(),
                request.client().team(),
                null,
                model.isEmpty() ? null : model,
                error.code(),
                error.type().status(),
                null));
    }
}
