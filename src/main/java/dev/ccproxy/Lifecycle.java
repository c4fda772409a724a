package dev.ccproxy;

import dev.ccproxy.auth.ApiKeys;
import dev.ccproxy.config.Settings;
import dev.ccproxy.monitor.Monitor;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Starts and stops the application with the server. With a wrong configuration it starts nothing and says why, and the
 * application stays deployed in the failed state: a server that stops or restarts would mend nothing.
 */
@WebListener
public class Lifecycle implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

    @Inject
    private Settings settings;

    @Inject
    private ApiKeys keys;

    @Inject
    private Monitor monitor;

    /** For the container. */
    public Lifecycle() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        settings.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        if (settings.valid()) {
            keys.watch();
            monitor.start();
        } else {
            LOG.log(
                    Level.ERROR,
                    () ->
                            "CCProxy does not serve, because its configuration is wrong. Mend this and start it again:\n  "
                                    + String.join("\n  ", settings.faults()));
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        monitor.stop();
    }
}
