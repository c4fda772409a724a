package dev.ccproxy.upstream;

import dev.ccproxy.provider.Provider;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/** HTTP towards providers over connections that are kept for the next request, as the gateway needs it. */
public final class KeptConnections implements Closeable {

    private static final Logger LOG = System.getLogger(KeptConnections.class.getName());

    /** Less than what providers and the balancers before them keep an idle connection for, which is 60 s or more. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(25);

    /**
     * The same for a provider without TLS, which mostly is a server of the company's own: uvicorn and Node keep an idle
     * connection for 5 s, and a request on one that is being closed fails.
     */
    private static final Duration MAX_IDLE_WITHOUT_TLS = Duration.ofSeconds(4);

    private static final int MAX_IDLE_CONNECTIONS = 256;

    /** How long the network may take no more of a request. */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

    /** Whose client: of a provider, with the limit for the head of a response; null for the usual one. */
    private record Key(String provider, @Nullable Duration responseTimeout) {}

    /** The client of one provider, and the one that it is derived from. */
    private record Derived(OkHttpClient base, OkHttpClient client) {}

    private final UpstreamHttp http;
    private final Duration connectTimeout;
    private final UpstreamSockets sockets;
    private final ConnectionPool pool = pool(MAX_IDLE);
    private final ConnectionPool poolWithoutTls = pool(MAX_IDLE_WITHOUT_TLS);
    private final Map<Key, Derived> clients = new ConcurrentHashMap<>();

    /**
     * Opens no connection yet.
     *
     * @param base makes the client that has the trust
     * @param threads for reading the trust store and for name lookups
     * @param connectTimeout for the name lookup, again for the TCP connection, and again for each step of the handshakes
     *     of TLS and of a proxy
     * @param responseTimeout from the end of the request to the head of the response, and then between two pieces of it, until
     *     {@link #limitSilence}
     */
    public KeptConnections(
            Supplier<OkHttpClient> base, Executor threads, Duration connectTimeout, Duration responseTimeout) {
        this.connectTimeout = connectTimeout;
        int handshakeMillis = Math.toIntExact(connectTimeout.toMillis());
        sockets = new UpstreamSockets() {
            @Override
            public Socket createSocket() throws IOException {
                return opened(new UpstreamSocket(handshakeMillis));
            }
        };
        http = new UpstreamHttp(
                () -> base.get()
                        .newBuilder()
                        .connectTimeout(connectTimeout)
                        .readTimeout(responseTimeout)
                        .writeTimeout(WRITE_TIMEOUT)
                        .eventListenerFactory(KeptConnections::listener)
                        .build(),
                threads);
    }

    /**
     * A call that is not sent yet. Its request may carry an {@link EventListener} as a tag.
     *
     * @throws TimeoutException if the trust store is not read in time
     */
    public Call call(Provider provider, Request request)
            throws ExecutionException, TimeoutException, InterruptedException {
        return client(provider, request, null).newCall(request);
    }

    /**
     * The same with another limit for the head of the response. The calls of a provider share their connections, whatever the
     * limit is.
     *
     * @throws TimeoutException if the trust store is not read in time
     */
    public Call call(Provider provider, Request request, Duration responseTimeout)
            throws ExecutionException, TimeoutException, InterruptedException {
        return client(provider, request, responseTimeout).newCall(request);
    }

    private OkHttpClient client(Provider provider, Request request, @Nullable Duration responseTimeout)
            throws ExecutionException, TimeoutException, InterruptedException {
        OkHttpClient base = http.client();
        Key key = new Key(provider.name(), responseTimeout);
        Derived last = clients.get(key);
        if (last == null || last.base() != base) {
            OkHttpClient client = responseTimeout == null
                    ? http.towards(base, provider, sockets, connectTimeout)
                            .connectionPool(request.isHttps() ? pool : poolWithoutTls)
                            .build()
                    : client(provider, request, null)
                            .newBuilder()
                            .readTimeout(responseTimeout)
                            .build();
            last = new Derived(base, client);
            clients.put(key, last);
        }
        return last.client();
    }

    /**
     * Ends the limit for the head of a response, until the next request.
     *
     * @param connection on which the head has just come, and nothing else yet: after an empty body it may be another call's
     */
    public static void headHasCome(Connection connection) {
        try {
            connection.socket().setSoTimeout(0);
        } catch (SocketException e) {
            LOG.log(Level.DEBUG, "The connection is closed already, as reading from it will show", e);
        }
    }

    /** Sets how long a provider may be silent in the middle of its response. */
    public static void limitSilence(Response response, Duration limit) {
        response.body().source().timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ConnectionPool pool(Duration maxIdle) {
        return new ConnectionPool(MAX_IDLE_CONNECTIONS, maxIdle.toSeconds(), TimeUnit.SECONDS);
    }

    private static EventListener listener(Call call) {
        EventListener listener = call.request().tag(EventListener.class);
        return listener == null ? EventListener.NONE : listener;
    }

    /** Has the next call make a new client: see {@link UpstreamHttp#renew}. */
    public void renew() {
        http.renew();
    }

    /** Closes idle connections and ends OkHttp's threads, when no call is under way any more. */
    @Override
    public void close() {
        pool.evictAll();
        poolWithoutTls.evictAll();
        http.close();
        wakeOkio();
    }

    /**
     * Okio's thread for time limits sleeps until the earliest limit that it has seen, also when nothing is to be limited by
     * then, for minutes; and only when it is idle for a minute after that, it ends. A new limit wakes it.
     */
    private static void wakeOkio() {
        AsyncTimeout limit = new AsyncTimeout();
        limit.timeout(1, TimeUnit.MILLISECONDS);
        limit.enter();
        boolean unused = limit.exit();
    }
}
