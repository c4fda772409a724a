package dev.ccproxy.upstream;

import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.provider.Provider;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import okhttp3.CertificatePinner;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.internal.concurrent.TaskRunner;
import org.jspecify.annotations.Nullable;

/**
 * HTTP towards providers: each request is sent once, over HTTP/1.1, and no redirect is followed. Time limits and the
 * connection pool are those of the client that the user of this class brings.
 */
public final class UpstreamHttp implements Closeable {

    /** How long the first call waits for the trust store to be read. */
    private static final Duration MAX_PREPARATION = Duration.ofSeconds(10);

    private static final java.util.logging.Logger TASKS =
            java.util.logging.Logger.getLogger(TaskRunner.class.getName());

    private record Prepared(OkHttpClient client, TaskRunner.RealBackend threads) {}

    private final Supplier<OkHttpClient> base;
    private final TimeLimiter<Prepared> preparation;
    private final TimeLimiter<List<InetAddress>> lookups;

    /** Made for the first call, so that the start of the application does not wait for the trust store. */
    private volatile @Nullable Prepared prepared;

    /**
     * Makes no client yet.
     *
     * @param base makes the client from which all others are derived: trust, name lookup, time limits, connection pool
     * @param threads for reading the trust store and for name lookups
     */
    public UpstreamHttp(Supplier<OkHttpClient> base, Executor threads) {
        this.base = base;
        preparation = new TimeLimiter<>(threads);
        lookups = new TimeLimiter<>(threads);
    }

    /**
     * The client, made by the first call of this method.
     *
     * @throws TimeoutException if the trust store is not read within 10 s
     */
    public OkHttpClient client() throws ExecutionException, TimeoutException, InterruptedException {
        Prepared ready = prepared;
        if (ready == null) {
            ready = preparation.call("client", () -> prepare(base.get()), MAX_PREPARATION);
            prepared = ready;
        }
        return ready.client();
    }

    /**
     * A client for calls to a provider, through the company's proxy if one is configured for that provider.
     *
     * @param client this object's {@link #client}
     * @param sockets makes the sockets of the calls; connections are shared only by calls with the same one
     * @param lookupLimit how long a name lookup may take
     */
    public OkHttpClient.Builder towards(
            OkHttpClient client, Provider provider, SocketFactory sockets, Duration lookupLimit) {
        OkHttpClient.Builder towards =
                client.newBuilder().socketFactory(sockets).dns(new DeadlineDns(client.dns(), lookups, lookupLimit));
        ProxySettings proxy = provider.settings().proxy();
        if (proxy != null) {
            CompanyProxy.configure(towards, proxy);
        }
        return towards;
    }

    /** Has the next call make a new client: once OkHttp could not start a thread, that client starts none ever again. */
    public void renew() {
        prepared = null;
    }

    /** Ends OkHttp's threads. */
    @Override
    public void close() {
        Prepared made = prepared;
        if (made != null) {
            made.threads().shutdown();
        }
    }

    private static Prepared prepare(OkHttpClient base) {
        // Threads of our own: OkHttp's are shared in the JVM, so that one start that fails would fail all clients.
        TaskRunner.RealBackend threads = new TaskRunner.RealBackend(UpstreamHttp::thread);
        OkHttpClient client = base.newBuilder()
                .taskRunner$okhttp(new TaskRunner(threads, TASKS))
                .sslSocketFactory(
                        new ServerNames(base.sslSocketFactory()), Objects.requireNonNull(base.x509TrustManager()))
                // The base's one has the base's copy of the trusted authorities, and every client that is derived would
                // compare it, certificate by certificate, with the copy that the line above makes (OkHttp 5.5.1).
                .certificatePinner(CertificatePinner.DEFAULT)
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        Rehearsal.failOnce(client);
        return new Prepared(client, threads);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "OkHttp TaskRunner", 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
