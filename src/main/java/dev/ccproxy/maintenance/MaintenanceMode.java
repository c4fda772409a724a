package dev.ccproxy.maintenance;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether this program is in maintenance: an operator begins and ends it, or it ends by itself. It is remembered over a
 * restart in a file of {@code ccproxy.data-dir}, where that is set and can be written.
 */
public final class MaintenanceMode {

    private static final Logger LOG = System.getLogger(MaintenanceMode.class.getName());

    private final @Nullable MaintenanceFile file;

    private volatile @Nullable Maintenance last;

    /** Remembers it in this directory; null for nowhere. */
    MaintenanceMode(@Nullable Path directory) {
        file = directory == null ? null : new MaintenanceFile(directory);
    }

    /**
     * The maintenance of now. Touches no file.
     *
     * @return null where there is none
     */
    public @Nullable Maintenance current() {
        Maintenance maintenance = last;
        return maintenance == null || maintenance.isOver(Instant.now()) ? null : maintenance;
    }

    /** Goes on with what a restart has interrupted. */
    public synchronized void resume() {
        if (file == null) {
            return;
        }
        try {
            last = file.read();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "Whether there was a maintenance before the restart is not known, there is none now: " + file + " "
                            + e.getMessage());
        }
        Maintenance maintenance = current();
        if (maintenance != null) {
            LOG.log(
                    Level.WARNING,
                    () -> "In maintenance since " + maintenance.since() + ", " + maintenance.told()
                            + ". Readiness is DOWN");
        }
    }

    /** Begins one, or changes the end and the note of the one that there is. */
    synchronized Maintenance begin(@Nullable Instant until, @Nullable String note) {
        Maintenance before = current();
        Instant since = before == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : before.since();
        Maintenance maintenance = new Maintenance(since, until, note);
        last = maintenance;
        remember(maintenance);
        LOG.log(Level.INFO, () -> "In maintenance " + maintenance.told() + ". Readiness is DOWN");
        return maintenance;
    }

    /** Ends it, where there is one. */
    synchronized void end() {
        boolean begun = current() != null;
        last = null;
        remember(null);
        if (begun) {
            LOG.log(Level.INFO, "Maintenance has been ended");
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
                    "A restart will not know of this change of the maintenance: " + file + " cannot be written ("
                            + e.getClass().getSimpleName() + ")");
        }
    }
}
