package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The keys that are valid now: those of the configuration and those of the file, which is looked at every second. */
@ApplicationScoped
public class ApiKeys {

    private static final long LOOK_EVERY_SECONDS = 1;

    private final List<ApiKey> configured;
    private final @Nullable WatchedKeyFile file;

    private @Nullable ScheduledExecutorService watch;

    /** For the container's proxy, which never uses it. */
    protected ApiKeys() {
        configured = List.of();
        file = null;
    }

    /**
     * The keys of a configuration.
     *
     * @param settings the configuration
     */
    @Inject
    public ApiKeys(Settings settings) {
        AuthSettings auth = settings.auth();
        configured = auth.apiKeys();
        file = auth.apiKeyFile() == null ? null : new WatchedKeyFile(auth.apiKeyFile(), auth.apiKeysOfFile());
    }

    /** Begins to look at the file of keys again and again: never on a request, because a file system may hang. */
    public void watch() {
        if (file != null) {
            // Not the server's: Payara's starts a thread that keeps whoever asked first, as MonitorProducer says.
            watch = Executors.newSingleThreadScheduledExecutor(ApiKeys::thread);
            Future<?> unused =
                    watch.scheduleWithFixedDelay(file::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    void stop() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy key file", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** The first of the presented keys that is valid, or null, in a time that tells nothing of the valid ones. */
    @Nullable
    ApiKey find(List<byte[]> presented) {
        ApiKey found = null;
        for (byte[] key : presented) {
            byte[] digest = ApiKey.digest(key);
            ApiKey valid = find(configured, digest);
            ApiKey validOfFile = file == null ? null : find(file.keys(), digest);
            found = found != null ? found : valid != null ? valid : validOfFile;
        }
        return found;
    }

    private static @Nullable ApiKey find(List<ApiKey> keys, byte[] digest) {
        ApiKey found = null;
        for (ApiKey key : keys) {
            found = key.matches(digest) ? key : found;
        }
        return found;
    }

    /**
     * How often each of them was good for a request, since the start.
     *
     * @param requests has counted them
     * @return by the label of the key, and as {@code local}
     */
    public Map<String, Requests.Use> uses(Requests requests) {
        List<ApiKey> valid = new ArrayList<>(configured);
        if (file != null) {
            valid.addAll(file.keys());
        }
        return requests.byKey(valid);
    }
}
