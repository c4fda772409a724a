package dev.ccproxy.gateway;

import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Secret;
import dev.ccproxy.messages.ModelInfo;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Router;
import dev.ccproxy.routing.Routing;
import dev.ccproxy.upstream.KeptConnections;
import dev.ccproxy.upstream.KeyReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked for: the aliases, and what the providers list. Their lists are read now and then, by threads that no
 * request waits for; a list that cannot be read stays as it was.
 */
final class ModelLists {

    private static final Logger LOG = System.getLogger(ModelLists.class.getName());

    private static final long FRESH = Duration.ofHours(1).toNanos();

    /** After a response that is no list: the provider may have none. */
    private static final long WITHOUT_LIST = Duration.ofMinutes(10).toNanos();

    /** After no response. */
    private static final long RETRY = Duration.ofSeconds(10).toNanos();

    /** For each page of a list. */
    private static final long MAX_SECONDS = 30;

    private static final int MAX_PAGE_BYTES = 8 * 1024 * 1024;
    private static final int MAX_PAGES = 10;
    private static final int MAX_MODELS = 10_000;

    private final Routing routing;
    private final KeptConnections connections;
    private final KeyReader keys;
    private final Map<String, List<ModelInfo>> lists = new ConcurrentHashMap<>();

    /** When the list of a provider is to be read next; a provider whose list is being read has none. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    private volatile Map<String, ModelInfo> all;

    /** By whose names they are merged. */
    private volatile Router mergedBy;

    /** Those that are under way. */
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    private volatile boolean stopped;

    /** With the aliases; no list has been read yet. */
    ModelLists(Routing routing, KeptConnections connections, KeyReader keys) {
        this.routing = routing;
        this.connections = connections;
        this.keys = keys;
        routing.router().providers().forEach(provider -> due.put(provider.name(), System.nanoTime()));
        mergedBy = routing.router();
        all = merged(mergedBy, Map.of());
    }

    /** All that may be asked for, without doubles, in the configured order. */
    Collection<ModelInfo> all() {
        return all.values();
    }

    /** Null if it is not known that this may be asked for. */
    @Nullable
    ModelInfo find(String id) {
        return all.get(id);
    }

    /**
     * Has the lists that are due read, each by a thread of its own: a provider that hangs delays no other.
     *
     * @param active the names of the providers that can be used; nobody else is asked
     */
    void refresh(Set<String> active, Executor threads) {
        if (routing.router() != mergedBy) {
            merge();
        }
        for (Provider provider : routing.router().providers()) {
            Long next = active.contains(provider.name()) ? due.get(provider.name()) : null;
            if (next != null && System.nanoTime() - next >= 0 && due.remove(provider.name(), next)) {
                try {
                    threads.execute(() -> refresh(provider));
                } catch (RejectedExecutionException | OutOfMemoryError e) {
                    due.put(provider.name(), System.nanoTime() + RETRY);
                    LOG.log(Level.DEBUG, "No thread to read a list of models", e);
                }
            }
        }
    }

    /** Ends what is being read: a provider that hangs would keep its thread, and Okio's, beyond the application's end. */
    void stop() {
        stopped = true;
        calls.forEach(Call::cancel);
    }

    private void refresh(Provider provider) {
        long wait = RETRY;
        try {
            wait = read(provider);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            due.put(provider.name(), System.nanoTime() + wait);
        }
    }

    /** How many nanoseconds later to read it again. */
    private long read(Provider provider) throws InterruptedException {
        try {
            List<ModelInfo> models = list(provider);
            lists.put(provider.name(), models);
            merge();
            LOG.log(Level.DEBUG, () -> "The provider " + provider.name() + " lists " + models.size() + " models");
            return FRESH;
        } catch (NoListException e) {
            LOG.log(Level.DEBUG, () -> "The provider " + provider.name() + " sends no list of models", e);
            return WITHOUT_LIST;
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            LOG.log(Level.DEBUG, () -> "The models of the provider " + provider.name() + " cannot be read", e);
            return RETRY;
        }
    }

    private void merge() {
        synchronized (lists) {
            Router router = routing.router();
            all = merged(router, lists);
            mergedBy = router;
        }
    }

    private List<ModelInfo> list(Provider provider)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        List<ModelInfo> models = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MAX_PAGES && models.size() < MAX_MODELS; page++) {
            ModelInfo.Page read = page(provider, after);
            models.addAll(read.models());
            if (read.next().isEmpty() || read.next().equals(after)) {
                after = "";
                break;
            }
            after = read.next();
        }
        if (!after.isEmpty() || models.size() > MAX_MODELS) {
            LOG.log(
                    Level.WARNING,
                    () -> "The provider " + provider.name() + " lists more than " + MAX_PAGES + " pages or "
                            + MAX_MODELS + " models; /v1/models lacks the rest");
        }
        return models.subList(0, Math.min(models.size(), MAX_MODELS));
    }

    private ModelInfo.Page page(Provider provider, String after)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        boolean gemini = provider.settings().format() == Format.GEMINI;
        HttpUrl.Builder url = Objects.requireNonNull(HttpUrl.get(provider.modelsUrl()))
                .newBuilder()
                .addQueryParameter(gemini ? "pageSize" : "limit", "1000");
        if (!after.isEmpty()) {
            url.addQueryParameter(gemini ? "pageToken" : "after_id", after);
        }
        Request.Builder request = new Request.Builder()
                .url(url.build())
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "CCProxy");
        Secret key = keys.read(provider, null);
        if (key != null) {
            provider.modelsHeaders(key).forEach(request::header);
        }
        Call call = connections.call(provider, request.build());
        call.timeout().timeout(MAX_SECONDS, TimeUnit.SECONDS);
        calls.add(call);
        if (stopped) {
            call.cancel();
        }
        try (Response response = call.execute()) {
            byte[] body = response.body().byteStream().readNBytes(MAX_PAGE_BYTES);
            ModelInfo.Page page = response.isSuccessful() ? ModelInfo.page(body) : null;
            if (page == null) {
                String what = "HTTP " + response.code() + " without a list of models";
                throw response.code() >= 500 || response.code() == 429
                        ? new IOException(what)
                        : new NoListException(what);
            }
            return page;
        } finally {
            calls.remove(call);
        }
    }

    private static final class NoListException extends IOException {

        private static final long serialVersionUID = 1;

        private NoListException(String message) {
            super(message);
        }
    }

    private static Map<String, ModelInfo> merged(Router router, Map<String, List<ModelInfo>> lists) {
        Map<String, ModelInfo> merged = new LinkedHashMap<>();
        router.aliases().forEach(alias -> merged.put(alias, ModelInfo.of(alias)));
        for (Provider provider : router.providers()) {
            for (ModelInfo model : lists.getOrDefault(provider.name(), List.of())) {
                String name = router.nameOf(provider, model.id());
                merged.putIfAbsent(name, name.equals(model.id()) ? model : model.withId(name));
            }
        }
        return merged;
    }
}
