package dev.ccproxy.routing;

import dev.ccproxy.config.Settings;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.State;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.provider.Providers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What routing knows: the present routes, and what rests. */
@ApplicationScoped
public class Routing {

    /** For so long, a request that has succeeded says more than a check that has failed. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    /** What a check finds out of one key, while another one may do. */
    private static final Set<Reason> OF_KEY = EnumSet.of(Reason.KEY_REJECTED, Reason.QUOTA_EXCEEDED);

    private final List<Provider> providers;
    private final Monitor monitor;
    private final Rests rests = new Rests(System::nanoTime);
    private volatile Router router;

    /** For CDI's client proxy, which never uses it. */
    @SuppressWarnings("NullAway")
    protected Routing() {
        providers = List.of();
        monitor = null;
        router = null;
    }

    @Inject
    public Routing(Providers providers, Monitor monitor, Settings settings) {
        this.providers = providers.all();
        this.monitor = monitor;
        router = new Router(this.providers, settings);
    }

    /** The present routes: a request asks once, and stays with what it has got. */
    public Router router() {
        return router;
    }

    /** The routes of this configuration from now on. */
    public void use(Settings settings) {
        router = new Router(providers, settings);
    }

    public Rests rests() {
        return rests;
    }

    /**
     * In which order a request goes where it was decided that it goes.
     *
     * @param counting whether it asks for a number of tokens, and not for a message
     */
    public Plan plan(RoutedRequest request, Decision decision, boolean counting) {
        return new Plan(
                decision,
                () -> Affinity.of(request),
                rests,
                this::isDown,
                its -> its.key().labels(),
                counting);
    }

    private boolean isDown(Provider provider) {
        ProviderHealth health = monitor.snapshot().find(provider.name()).orElse(null);
        if (health == null) {
            return false;
        }
        Reason reason = health.reason(monitor.now());
        return reason.state() == State.DOWN
                && !(OF_KEY.contains(reason) && provider.key().labels().size() > 1)
                && !rests.hasSucceededWithin(provider.name(), RECENT);
    }
}
