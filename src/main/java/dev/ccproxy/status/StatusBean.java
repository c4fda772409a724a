package dev.ccproxy.status;

import dev.ccproxy.config.Settings;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.provider.Providers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** Puts together what {@code /status} says. Waits for nothing and asks nobody. */
@ApplicationScoped
public class StatusBean {

    private static final Logger LOG = System.getLogger(StatusBean.class.getName());

    private final Build build = Build.load();
    private final long pid = ProcessHandle.current().pid();
    private final AtomicBoolean otherPortLogged = new AtomicBoolean();

    @Inject
    private Settings settings;

    @Inject
    private Providers providers;

    @Inject
    private Monitor monitor;

    /** For the container. */
    public StatusBean() {}

    /** The status, for a request that arrived at a socket with this local address and port. */
    Status status(String localAddress, int localPort) {
        Integer port = settings.port();
        if (port != null && port != localPort && otherPortLogged.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    () -> "ccproxy.port is " + port + ", and a request has arrived on port " + localPort
                            + "; /status shows the former. Set ccproxy.port to the port that the server listens on");
        }
        Duration now = monitor.now();
        return new Status(
                "CCProxy",
                build.version(),
                "running",
                Uptime.format(now),
                pid,
                Objects.requireNonNullElse(settings.host(), localAddress),
                Objects.requireNonNullElse(port, localPort),
                settings.auth().apiKeyConfigured(),
                new Status.Providers(
                        providers.enabled().size(), monitor.snapshot().active(now)),
                build);
    }
}
