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
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A provider's key, or its keys. If they are in a file, a change takes effect at the next reading that comes two seconds or more after it
 * was written. While the file is invalid, the last good keys stay in use, and the log says so once.
 */
public final class ProviderKey {

    private static final Logger LOG = System.getLogger(ProviderKey.class.getName());

    /** A file that was written more recently may be half written. */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(2);

    private final String setting;
    private final @Nullable Path file;
    private volatile List<Secret> lastGood;
    private volatile List<String> labels;
    private boolean read;
    private volatile String fault = "";
    private volatile Consumer<String> observer = message -> {};

    ProviderKey(String provider, ProviderSettings settings) {
        setting = "ccproxy.provider." + provider + ".api-key-file";
        file = settings.apiKeyFile();
        lastGood = settings.apiKey() == null ? List.of() : List.of(settings.apiKey());
        labels = labels(lastGood);
    }

    /** Has somebody told of each change of the file, in a sentence without a full stop. */
    public void observe(Consumer<String> newObserver) {
        observer = newObserver;
    }

    /**
     * The current keys. If they are in a file, reads the file and waits for the file system: never call this on a request's
     * thread.
     *
     * @return empty if no key is configured
     */
    public synchronized List<Secret> read() {
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
                use(KeyFile.parseSecrets(content), file);
            }
        } catch (IOException e) {
            report(String.valueOf(e.getMessage()));
        }
        return lastGood;
    }

    /** Null if it cannot be read; reading the file then says why. */
    private static @Nullable FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return null;
        }
    }

    /** A time in the future comes from another clock, or from before this one was set, and says nothing. */
    private static boolean mayBeHalfWritten(FileTime written) {
        Duration age = Duration.between(written.toInstant(), Instant.now());
        return !age.isNegative() && age.compareTo(SETTLED_AFTER) < 0;
    }

    private void use(List<Secret> found, Path from) {
        boolean repaired = !fault.isEmpty();
        List<String> before = labels;
        labels = labels(found);
        lastGood = found;
        fault = "";
        if (!read) {
            // Of several keys, the configuration has shown the first one only.
            read = true;
            before = before.equals(labels.subList(0, 1)) ? labels : before;
        }
        boolean changed = !before.equals(labels);
        if (repaired || changed) {
            tell(
                    Level.INFO,
                    setting
                            + (repaired ? " is valid again" : " has changed")
                            + FileName.of(from)
                            + (changed ? told(found.size()) : "; its key has not changed"));
        }
    }

    /**
     * The last good keys, without reading the file, which another thread may still be doing.
     *
     * @param newFault what is wrong with the file, to follow "names a file that"; logged once
     * @return empty if no key is configured
     */
    public List<Secret> lastGood(String newFault) {
        report(newFault);
        return lastGood;
    }

    /** The labels of the last good keys, in the order of the file; empty if no key is configured. */
    public List<String> labels() {
        return labels;
    }

    private static List<String> labels(List<Secret> keys) {
        return keys.stream().map(Secret::label).toList();
    }

    private static String told(int keys) {
        return keys == 1 ? "; its new key is used from now on" : "; its " + keys + " keys are used from now on";
    }

    private void report(String newFault) {
        if (file != null && !newFault.equals(fault)) {
            fault = newFault;
            tell(
                    Level.WARNING,
                    setting + " names a file that " + newFault + FileName.of(file)
                            + "; the last good key stays in use until the file is valid again");
        }
    }

    private void tell(Level level, String message) {
        LOG.log(level, message);
        observer.accept(message);
    }
}
