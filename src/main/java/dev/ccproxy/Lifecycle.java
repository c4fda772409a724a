package dev.ccproxy;

import dev.ccproxy.auth.ApiKeys;
import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.FileName;
import dev.ccproxy.config.Settings;
import dev.ccproxy.jmx.MBeans;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.shutdown.Shutdown;
import dev.ccproxy.status.Build;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * Starts and stops the application with the server. With a wrong configuration it starts nothing and says why, and the
 * application stays deployed in the failed state: a server that stops or restarts would mend nothing.
 */
@WebListener
public class Lifecycle implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

    private static final String CLASSES = "/WEB-INF/classes/";
    private static final String CLASS = ".class";

    @Inject
    private Settings settings;

    @Inject
    private ApiKeys keys;

    @Inject
    private Monitor monitor;

    @Inject
    private Shutdown shutdown;

    @Inject
    private MaintenanceMode maintenance;

    @Inject
    private MBeans mbeans;

    /** For the container. */
    public Lifecycle() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        load(event.getServletContext(), CLASSES);
        settings.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        if (settings.valid()) {
            keys.watch();
            monitor.start();
            shutdown.watch();
            LOG.log(Level.INFO, this::started);
            maintenance.resume();
            mbeans.register();
        } else {
            LOG.log(
                    Level.ERROR,
                    () ->
                            "CCProxy does not serve, because its configuration is wrong. Mend this and start it again:\n  "
                                    + String.join("\n  ", settings.faults()));
        }
    }

    /** Loads the application's own classes: else the first request waits for a dozen of them. */
    private static void load(ServletContext context, String directory) {
        for (String path : context.getResourcePaths(directory)) {
            if (path.endsWith("/")) {
                load(context, path);
            } else if (path.endsWith(CLASS)) {
                String name = path.substring(CLASSES.length(), path.length() - CLASS.length());
                try {
                    Class.forName(name.replace('/', '.'));
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private String started() {
        Build build = Build.load();
        Set<String> providers = settings.providers().keySet();
        return "CCProxy " + build.version() + " (commit " + build.commit() + ") has started on "
                + Objects.requireNonNullElse(settings.host(), "the server's address") + ", "
                + (settings.port() == null ? "the server's port" : "port " + settings.port()) + "; API keys: "
                + settings.auth().apiKeyCount() + ofFile(settings.auth()) + "; providers: "
                + (providers.isEmpty() ? "none" : String.join(", ", providers));
    }

    private static String ofFile(AuthSettings auth) {
        Path file = auth.apiKeyFile();
        return file == null
                ? ""
                : ", " + auth.apiKeysOfFile().size() + " of them from ccproxy.api-key-file" + FileName.of(file);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        mbeans.unregister();
        shutdown.end();
        monitor.stop();
    }
}
