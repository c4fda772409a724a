package dev.ccproxy.prices;

import dev.ccproxy.config.FileName;
import dev.ccproxy.config.KeyFile;
import dev.ccproxy.config.PriceFile;
import dev.ccproxy.config.PriceList;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file of prices that may change. A change counts when two looks have found the same, as a whole; while something in the
 * file is wrong, nothing of it counts, and what was there before stays.
 */
public final class WatchedPriceFile {

    private static final Logger LOG = System.getLogger(WatchedPriceFile.class.getName());

    private static final long LOOK_EVERY_SECONDS = 2;

    /**
     * The last change.
     *
     * @param readAt when the prices in force were read
     * @param fault why the present content of the file is not in force, a sentence without a full stop; null if it is
     */
    record Change(Instant readAt, @Nullable String fault) {}

    /** What one look found: prices, or the fault. */
    private record Look(PriceList prices, String fault) {}

    private final @Nullable Path file;
    private final Prices prices;
    private volatile Change last = new Change(Instant.now(), null);
    private Look applied;
    private Look seen;
    private @Nullable ScheduledExecutorService watch;

    /**
     * One that does not look yet.
     *
     * @param file null for the shipped prices, which do not change
     */
    WatchedPriceFile(@Nullable Path file, Prices prices) {
        this.file = file;
        this.prices = prices;
        applied = new Look(prices.list(), "");
        seen = applied;
    }

    /** Begins to look, if there is a file. */
    public void start() {
        Path present = file;
        if (present != null) {
            watch = Executors.newSingleThreadScheduledExecutor(WatchedPriceFile::thread);
            Future<?> unused = watch.scheduleWithFixedDelay(
                    () -> look(present), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy prices", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends looking. */
    public void stop() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    /** Null for the shipped prices. */
    @Nullable
    Path file() {
        return file;
    }

    Change last() {
        return last;
    }

    synchronized void look(Path present) {
        try {
            Look now = read(present);
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(applied)) {
                applied = now;
                apply(now, present);
            }
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // One that escaped would end the watch for good.
            LOG.log(Level.ERROR, "Looking at ccproxy.prices-file failed", e);
        }
    }

    private void apply(Look now, Path present) {
        if (now.fault().isEmpty()) {
            prices.use(now.prices());
            last = new Change(Instant.now(), null);
            LOG.log(
                    Level.INFO,
                    () -> "ccproxy.prices-file has changed" + FileName.of(present) + "; prices in force from now on: "
                            + now.prices().prices().size());
        } else {
            String fault = "ccproxy.prices-file names a file that " + now.fault();
            last = new Change(last.readAt(), fault);
            LOG.log(
                    Level.ERROR,
                    () -> fault + FileName.of(present)
                            + "; the last good prices stay in force until it is right again");
        }
    }

    private static Look read(Path present) {
        try {
            return new Look(PriceFile.parse(KeyFile.read(present)), "");
        } catch (IOException e) {
            return new Look(PriceList.NONE, String.valueOf(e.getMessage()));
        }
    }
}
