package dev.ccproxy.maintenance;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether this program is in maintenance: an operator begins and ends it, or it ends by itself. It survives a restart
 * in a file in {@code ccproxy.data-dir}, if that is set and can be written.
 */
public final class MaintenanceMode {

    private static final Logger LOG = System.getLogger(MaintenanceMode.class.getName());

    private final @Nullable MaintenanceFile file;

    private volatile @Nullable Maintenance last;
    private volatile BiConsumer<Boolean, String> observer = (begins, description) -> {};

    /** Remembers it in this directory; null to remember it nowhere. */
    MaintenanceMode(@Nullable Path directory) {
        file = directory == null ? null : new MaintenanceFile(directory);
    }

    /**
     * The present maintenance, from memory.
     *
     * @return null if there is none
     */
    public @Nullable Maintenance current() {
        Maintenance maintenance = last;
        return maintenance == null || maintenance.isOver(Instant.now()) ? null : maintenance;
    }

    /** Has somebody told when a maintenance begins or changes (true) or is ended (false), with a description. */
    public void observe(BiConsumer<Boolean, String> newObserver) {
        observer = newObserver;
    }

    /** Continues a maintenance that a restart has interrupted. */
    public synchronized void resume() {
        if (file == null) {
            return;
        }
        try {
            last = file.read();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "Cannot tell whether maintenance was active before the restart; starting without it: " + file + " "
                            + e.getMessage());
        }
        Maintenance maintenance = current();
        if (maintenance != null) {
            LOG.log(
                    Level.WARNING,
                    () -> "In maintenance since " + maintenance.since() + ", " + maintenance.describe()
                            + ". Readiness is DOWN");
        }
    }

    /** Begins one, or changes the end and the note of the present one. */
    synchronized Maintenance begin(@Nullable Instant until, @Nullable String note) {
        Maintenance before = current();
        Instant since = before == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : before.since();
        Maintenance maintenance = new Maintenance(since, until, note);
        last = maintenance;
        remember(maintenance);
        observer.accept(true, maintenance.describe());
        LOG.log(Level.INFO, () -> "In maintenance " + maintenance.describe() + ". Readiness is DOWN");
        return maintenance;
    }

    /** Ends it, if there is one. */
    synchronized void end() {
        boolean active = current() != null;
        last = null;
        remember(null);
        if (active) {
            observer.accept(false, "");
            LOG.log(Level.INFO, "Maintenance has ended");
        }
    }

    private void remember(@Nullable Maintenance maintenance) {
        if (file == null) {
            return;
        }
        try {
            file.write(maintenance);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "This change of the maintenance will be lost in a restart: " + file + " cannot be written ("
                            + e.getClass().getSimpleName() + ")");
        }
    }
}
