package dev.ccproxy;

import dev.ccproxy.auth.ApiKeys;
import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.FileName;
import dev.ccproxy.config.LiveSettings;
import dev.ccproxy.config.Settings;
import dev.ccproxy.gateway.Gateway;
import dev.ccproxy.history.History;
import dev.ccproxy.jmx.MBeans;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.prices.WatchedPriceFile;
import dev.ccproxy.provider.Providers;
import dev.ccproxy.routing.Routing;
import dev.ccproxy.shutdown.Shutdown;
import dev.ccproxy.status.Build;
import dev.ccproxy.status.StatusEvents;
import dev.ccproxy.usage.Ledger;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * Starts and stops the application with the server. With an invalid configuration it starts nothing and logs why, and
 * the application stays deployed in the failed state, since a server that stops or restarts would repair nothing.
 */
public class Lifecycle implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

    @Inject
    private WarmUp warmUp;

    @Inject
    private Settings settings;

    @Inject
    private LiveSettings live;

    @Inject
    private Routing routing;

    @Inject
    private Limiter limiter;

    @Inject
    private Budgets budgets;

    @Inject
    private ApiKeys keys;

    @Inject
    private Monitor monitor;

    @Inject
    private History history;

    @Inject
    private WatchedPriceFile prices;

    @Inject
    private Ledger ledger;

    @Inject
    private Gateway gateway;

    @Inject
    private Providers providers;

    @Inject
    private Shutdown shutdown;

    @Inject
    private MaintenanceMode maintenance;

    @Inject
    private StatusEvents events;

    @Inject
    private MBeans mbeans;

    public Lifecycle() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        warmUp.run(event.getServletContext());
        settings.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        if (settings.valid()) {
            keys.watch(change -> history.annotate("key_file_changed", change));
            live.watch(
                    changed -> {
                        routing.use(changed);
                        limiter.use(changed.limits());
                        budgets.use(changed.limits());
                    },
                    change -> history.annotate("configuration_changed", change));
            monitor.start();
            history.start();
            history.annotate("started", version());
            providers
                    .all()
                    .forEach(
                            provider -> provider.key().observe(change -> history.annotate("key_file_changed", change)));
            maintenance.observe((begins, description) ->
                    history.annotate(begins ? "maintenance_started" : "maintenance_ended", description));
            prices.start();
            ledger.start();
            gateway.start();
            shutdown.watch();
            LOG.log(Level.INFO, this::started);
            if (settings.providers().isEmpty()) {
                LOG.log(
                        Level.INFO,
                        "No provider is configured. Set ccproxy.providers, for example ccproxy.providers=anthropic"
                                + " (or CCPROXY_PROVIDERS=anthropic in the environment), and restart;"
                                + " \"Providers\" in README.md has the rest");
            }
            maintenance.resume();
            mbeans.register();
        } else {
            LOG.log(
                    Level.ERROR,
                    () -> "CCProxy is not serving: its configuration is invalid. Fix the following and restart:\n  "
                            + String.join("\n  ", settings.faults()));
        }
    }

    private static String version() {
        Build build = Build.load();
        return "CCProxy " + build.version() + " (commit " + build.commit() + ")";
    }

    private String started() {
        Set<String> providers = settings.providers().keySet();
        return version() + " has started on "
                + Objects.requireNonNullElse(settings.host(), "the server's address") + ", "
                + (settings.port() == null ? "the server's port" : "port " + settings.port()) + "; API keys: "
                + settings.auth().apiKeyCount() + fromFile(settings.auth()) + "; providers: "
                + (providers.isEmpty() ? "none" : String.join(", ", providers));
    }

    private static String fromFile(AuthSettings auth) {
        Path file = auth.apiKeyFile();
        return file == null
                ? ""
                : ", " + auth.apiKeysOfFile().size() + " of them from ccproxy.api-key-file" + FileName.of(file);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        mbeans.unregister();
        shutdown.end();
        live.stop();
        events.stop();
        gateway.stop();
        // Before the history, which closes the database.
        ledger.stop();
        prices.stop();
        history.stop();
        monitor.stop();
    }
}
