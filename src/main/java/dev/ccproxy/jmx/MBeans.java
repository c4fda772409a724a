package dev.ccproxy.jmx;

import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.status.StatusBean;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.UsageTotals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registers the MBeans with the JVM's own MBean server, and unregisters them. Opens no port. */
@ApplicationScoped
public class MBeans {

    private static final Logger LOG = System.getLogger(MBeans.class.getName());

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> registered = new ArrayList<>();

    @Inject
    private Monitor monitor;

    @Inject
    private MaintenanceMode mode;

    @Inject
    private StatusBean status;

    @Inject
    private UsageTotals totals;

    @Inject
    private Activity activity;

    @Inject
    private Limiter limiter;

    @Inject
    private Budgets budgets;

    public MBeans() {}

    /** Registers one for the status, one for the gateway and one for each provider. */
    public void register() {
        register(new StatusView(monitor, mode), "type=Status");
        register(new GatewayView(totals, activity, limiter, budgets), "type=Gateway");
        for (ProviderHealth health : monitor.snapshot().providers()) {
            String name = health.provider().name();
            register(new ProviderView(status.reader(name)), "type=Provider,name=" + name);
        }
    }

    private void register(Object view, String keys) {
        try {
            registered.add(server.registerMBean(view, new ObjectName("dev.ccproxy:" + keys))
                    .getObjectName());
        } catch (JMException e) {
            LOG.log(
                    Level.WARNING,
                    "MBean dev.ccproxy:" + keys
                            + " is not available: another application in this JVM has registered it ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** Unregisters what was registered. */
    public void unregister() {
        for (ObjectName name : registered) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.log(Level.DEBUG, () -> "MBean " + name + " was already unregistered", e);
            }
        }
        registered.clear();
    }
}
