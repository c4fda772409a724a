package dev.ccproxy.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a store, for the one thread that writes to it: a problem is logged once, and the store is left alone for
 * a while, each time for longer.
 */
public final class StoreProblem {

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final Logger log;
    private final String what;
    private final String meanwhile;
    private final String storage;
    private final LongSupplier nanos;

    private volatile @Nullable String sentence;
    private long pausedUntil;
    private Duration pause = Duration.ZERO;

    /**
     * None so far.
     *
     * @param what is kept, such as {@code history}
     * @param meanwhile what happens to it until the store is well again
     * @param storage where it is kept, see {@link Database#storage}
     * @param nanos a monotonic clock
     */
    public StoreProblem(Logger log, String what, String meanwhile, String storage, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.meanwhile = meanwhile;
        this.storage = storage;
        this.nanos = nanos;
        pausedUntil = nanos.getAsLong();
    }

    /** The store has failed. */
    public void failed(Throwable e) {
        pause = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
        pause = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
        pausedUntil = nanos.getAsLong() + pause.toNanos();
        String told = sentence(e);
        if (!told.equals(sentence)) {
            boolean unusable = e instanceof UnusableException;
            log.log(
                    unusable ? Level.ERROR : Level.WARNING,
                    () -> "The " + what + " cannot be kept: "
                            + (unusable ? e.getMessage() : "the " + storage + " failed")
                            + ". " + meanwhile,
                    unusable ? e.getCause() : e);
        }
        sentence = told;
    }

    /** The store does what it should. */
    public void solved() {
        if (sentence != null) {
            sentence = null;
            log.log(Level.INFO, () -> "The " + what + " is being kept again");
        }
        pause = Duration.ZERO;
    }

    /** Whether the store has failed so lately that it is left alone. */
    public boolean isPausing() {
        return nanos.getAsLong() - pausedUntil < 0;
    }

    public boolean isThere() {
        return sentence != null;
    }

    /** What to tell who asked, and got an exception instead: a sentence without a full stop. */
    public String sentence(SQLException failure) {
        String present = sentence;
        return failure instanceof UnusableException || present == null ? sentence((Throwable) failure) : present;
    }

    private static String sentence(Throwable failure) {
        return failure instanceof UnusableException
                ? "The database cannot be used: " + failure.getMessage()
                : "The database does not respond as it should";
    }

    /** By the class of its SQLSTATE: a data exception, or a violated constraint. Nothing is written then. */
    public static boolean isAboutTheRows(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
