package dev.ccproxy.upstream;

import dev.ccproxy.config.Secret;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.provider.ProviderKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads providers' keys, and limits the wait for the file system if a key is in a file. */
public final class KeyReader {

    private static final Logger LOG = System.getLogger(KeyReader.class.getName());

    private final TimeLimiter<List<Secret>> files;
    private final Duration limit;

    public KeyReader(Executor threads, Duration limit) {
        files = new TimeLimiter<>(threads);
        this.limit = limit;
    }

    /**
     * One of the keys.
     *
     * @param label of the one to choose if it is still there; null for the first one
     * @return null if no key is configured
     */
    public @Nullable Secret read(Provider provider, @Nullable String label) throws InterruptedException {
        List<Secret> keys = read(provider);
        for (Secret key : keys) {
            if (key.label().equals(label)) {
                return key;
            }
        }
        return keys.isEmpty() ? null : keys.get(0);
    }

    /**
     * The keys as they are now, or as they last were if their file cannot be read in time.
     *
     * @return empty if no key is configured
     */
    public List<Secret> read(Provider provider) throws InterruptedException {
        ProviderKey key = provider.key();
        if (provider.settings().apiKeyFile() == null) {
            return key.read();
        }
        try {
            return files.call(provider.name(), key::read, limit);
        } catch (TimeoutException e) {
            return key.lastGood("cannot be read in time");
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, () -> "Reading the key of " + provider.name() + " failed unexpectedly", e);
            return key.lastGood("cannot be read");
        }
    }
}
