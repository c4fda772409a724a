package dev.ccproxy.provider;

import dev.ccproxy.config.FileName;
import dev.ccproxy.config.KeyFile;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.Secret;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A provider's key. Where it is from a file, a changed file counts when it is next read, two seconds after it was
 * written or later; one that has gone bad leaves the last good key in force, and the log says so once.
 */
public final class ProviderKey {

    private static final Logger LOG = System.getLogger(ProviderKey.class.getName());

    /** A file that was written later than this ago may be half written. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(2);

    private final String setting;
    private final @Nullable Path file;
    private volatile @Nullable Secret lastGood;
    private volatile String fault = "";

    ProviderKey(String provider, ProviderSettings settings) {
        setting = "ccproxy.provider." + provider + ".api-key-file";
        file = settings.apiKeyFile();
        lastGood = settings.apiKey();
    }

    /**
     * The key as it is now. Reads the file, where it is from one, and waits for its file system: never to be called on
     * a request's thread.
     *
     * @return null where none is configured
     */
    public synchronized @Nullable Secret read() {
        if (file == null) {
            return lastGood;
        }
        FileTime written = written(file);
        if (written != null && mayBeHalfWritten(written)) {
            return lastGood;
        }
        try {
            byte[] content = KeyFile.read(file);
            if (Objects.equals(written, written(file))) {
                take(KeyFile.parseSingle(content), file);
            }
        } catch (IOException e) {
            report(String.valueOf(e.getMessage()));
        }
        return lastGood;
    }

    /** Null where it is not known, of which reading the file says more. */
    private static @Nullable FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return null;
        }
    }

    /** A time in the future is of a clock that is not this machine's, or was set, and says nothing. */
    private static boolean mayBeHalfWritten(FileTime written) {
        Duration age = Duration.between(written.toInstant(), Instant.now());
        return !age.isNegative() && age.compareTo(SETTLED_AFTER) < 0;
    }

    private void take(Secret found, Path from) {
        boolean mended = !fault.isEmpty();
        boolean changed = lastGood == null || !lastGood.reveal().equals(found.reveal());
        fault = "";
        lastGood = found;
        if (mended || changed) {
            LOG.log(
                    Level.INFO,
                    () -> setting
                            + (mended ? " is good again" : " has changed")
                            + FileName.of(from)
                            + (changed ? "; its new key is used from this check on" : "; its key is the one before"));
        }
    }

    /**
     * The key while the file cannot be read, which may be under way elsewhere.
     *
     * @param newFault what is wrong with the file, as it goes on after "names a file that"; logged once
     * @return the key as it last was; null where none is configured
     */
    public @Nullable Secret lastGood(String newFault) {
        report(newFault);
        return lastGood;
    }

    private void report(String newFault) {
        if (file != null && !newFault.equals(fault)) {
            fault = newFault;
            LOG.log(
                    Level.WARNING,
                    () -> setting + " names a file that " + newFault + FileName.of(file)
                            + "; the last good key stays in force until it holds a key again");
        }
    }
}
