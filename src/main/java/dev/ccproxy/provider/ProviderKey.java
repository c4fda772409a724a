package dev.ccproxy.provider;

import dev.ccproxy.config.KeyFile;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.Secret;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A provider's key. Where it is from a file, a changed file counts when it is next read; one that has gone bad leaves
 * the last good key in force, and the log says so once.
 */
public final class ProviderKey {

    private static final Logger LOG = System.getLogger(ProviderKey.class.getName());

    private final String provider;
    private final @Nullable Path file;
    private volatile @Nullable Secret lastGood;
    private volatile String fault = "";

    ProviderKey(String provider, ProviderSettings settings) {
        this.provider = provider;
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
        if (file != null) {
            try {
                lastGood = KeyFile.parseSingle(KeyFile.read(file));
                fault = "";
            } catch (IOException e) {
                report(String.valueOf(e.getMessage()));
            }
        }
        return lastGood;
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
        if (!newFault.equals(fault)) {
            fault = newFault;
            LOG.log(
                    Level.WARNING,
                    () -> "ccproxy.provider." + provider + ".api-key-file names a file that " + newFault
                            + "; the last good key stays in force until it holds a key again");
        }
    }
}
