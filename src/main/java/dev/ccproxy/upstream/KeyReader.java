package dev.ccproxy.upstream;

import dev.ccproxy.config.Secret;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.provider.ProviderKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads providers' keys, and limits the wait for the file system if a key is in a file. */
public final class KeyReader {

    private static final Logger LOG = System.getLogger(KeyReader.class.getName());

    private final TimeLimiter<Optional<Secret>> files;
    private final Duration limit;

    public KeyReader(Executor threads, Duration limit) {
        files = new TimeLimiter<>(threads);
        this.limit = limit;
    }

    /**
     * The key as it is now, or as it last was if its file cannot be read in time.
     *
     * @return null if no key is configured
     */
    public @Nullable Secret read(Provider provider) throws InterruptedException {
        ProviderKey key = provider.key();
        if (provider.settings().apiKeyFile() == null) {
            return key.read();
        }
        try {
            return files.call(provider.name(), () -> Optional.ofNullable(key.read()), limit)
                    .orElse(null);
        } catch (TimeoutException e) {
            return key.lastGood("cannot be read in time");
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, () -> "Reading the key of " + provider.name() + " failed unexpectedly", e);
            return key.lastGood("cannot be read");
        }
    }
}
