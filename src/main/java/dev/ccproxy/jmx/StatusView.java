package dev.ccproxy.jmx;

import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.maintenance.MaintenanceMode;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.status.Build;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the present status each time. */
final class StatusView implements StatusMXBean {

    private final Build build = Build.load();
    private final Monitor monitor;
    private final MaintenanceMode mode;

    StatusView(Monitor monitor, MaintenanceMode mode) {
        this.monitor = monitor;
        this.mode = mode;
    }

    @Override
    public String getVersion() {
        return build.version();
    }

    @Override
    public String getCommit() {
        return build.commit();
    }

    @Override
    public long getUptimeSeconds() {
        return monitor.now().toSeconds();
    }

    @Override
    public String getState() {
        return monitor.snapshot().overall(monitor.now()).toString();
    }

    @Override
    public int getStateCode() {
        return StateCode.of(monitor.snapshot().overall(monitor.now()));
    }

    @Override
    public int getProviderCount() {
        return monitor.snapshot().count();
    }

    @Override
    public int getActiveProviderCount() {
        return getActiveProviders().size();
    }

    @Override
    public List<String> getActiveProviders() {
        return monitor.snapshot().active(monitor.now());
    }

    @Override
    public @Nullable Double getSnapshotAgeSeconds() {
        return monitor.snapshot().age(monitor.now()).map(Elapsed::seconds).orElse(null);
    }

    @Override
    public boolean isInMaintenance() {
        return mode.current() != null;
    }

    @Override
    public @Nullable String getMaintenanceUntil() {
        Maintenance maintenance = mode.current();
        return maintenance == null || maintenance.until() == null
                ? null
                : maintenance.until().toString();
    }

    @Override
    public @Nullable String getMaintenanceNote() {
        Maintenance maintenance = mode.current();
        return maintenance == null ? null : maintenance.note();
    }
}
