package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of the configuration, and those of the key file, which is read again every second. */
@ApplicationScoped
public class ApiKeys {

    private static final long LOOK_EVERY_SECONDS = 1;

    private final List<ApiKey> configured;
    private final @Nullable WatchedKeyFile file;
    private final InstantSource clock;

    private @Nullable ScheduledExecutorService watch;

    /** For the container's proxy, which never uses it. */
    protected ApiKeys() {
        configured = List.of();
        file = null;
        clock = InstantSource.system();
    }

    @Inject
    public ApiKeys(Settings settings) {
        this(settings, InstantSource.system());
    }

    ApiKeys(Settings settings, InstantSource clock) {
        AuthSettings auth = settings.auth();
        configured = auth.apiKeys();
        file = auth.apiKeyFile() == null ? null : new WatchedKeyFile(auth.apiKeyFile(), auth.apiKeysOfFile(), clock);
        this.clock = clock;
    }

    /**
     * Begins to read the key file again and again; never on a request, because a file system may hang.
     *
     * @param observer is told of each change, in a sentence without a full stop
     */
    public void watch(Consumer<String> observer) {
        if (file != null) {
            file.observe(observer);
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

    /**
     * The first of the presented keys that is valid; if none is, the first that has expired; null if none is known. In a
     * time that tells nothing of the valid ones.
     */
    @Nullable
    ApiKey find(List<byte[]> presented) {
        ApiKey valid = null;
        ApiKey expired = null;
        for (byte[] key : presented) {
            byte[] digest = ApiKey.digest(key);
            ApiKey ofConfiguration = find(configured, digest);
            ApiKey ofFile = file == null ? null : find(file.keys(), digest);
            ApiKey found = ofConfiguration != null ? ofConfiguration : ofFile;
            if (found != null && isExpired(found)) {
                expired = expired == null ? found : expired;
            } else {
                valid = valid == null ? found : valid;
            }
        }
        return valid == null ? expired : valid;
    }

    private static @Nullable ApiKey find(List<ApiKey> keys, byte[] digest) {
        ApiKey found = null;
        for (ApiKey key : keys) {
            found = key.matches(digest) ? key : found;
        }
        return found;
    }

    boolean isExpired(ApiKey key) {
        return key.expired(clock.instant());
    }

    /** How many requests of each client were let in since the start, for each key that is valid now and the local caller. */
    public Map<Client, Requests.Use> uses(Requests requests) {
        Instant now = clock.instant();
        Map<String, Client> clients = new LinkedHashMap<>();
        Stream.concat(configured.stream(), file == null ? Stream.empty() : file.keys().stream())
                .filter(key -> !key.expired(now))
                .forEach(key -> clients.putIfAbsent(key.label(), Client.of(key)));
        return requests.byClient(clients.values());
    }
}
