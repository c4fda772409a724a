package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

    /** Whether one of the request's keys is valid, in a time that tells nothing of the valid ones. */
    boolean admit(Map<String, List<String>> headers) {
        boolean valid = false;
        for (byte[] key : PresentedKeys.of(headers)) {
            byte[] digest = ApiKey.digest(key);
            valid |= isValid(configured, digest);
            if (file != null) {
                valid |= isValid(file.keys(), digest);
            }
        }
        return valid;
    }

    private static boolean isValid(List<ApiKey> keys, byte[] digest) {
        boolean valid = false;
        for (ApiKey key : keys) {
            valid |= key.matches(digest);
        }
        return valid;
    }
}
