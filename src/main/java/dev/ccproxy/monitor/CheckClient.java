package dev.ccproxy.monitor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * How all checks speak HTTP: each over a connection of its own, no redirect, nothing twice, no time limit, because a
 * check has one deadline for all that it does.
 *
 * @param http without sockets, which each check brings
 * @param chain tells which certificates count
 * @param threads by which OkHttp connects, which end with the monitor
 */
record CheckClient(OkHttpClient http, CertificateChain chain, TaskRunner.RealBackend threads) {

    private static final java.util.logging.Logger TASKS =
            java.util.logging.Logger.getLogger(TaskRunner.class.getName());
    /** What OkHttp says of a body without a length. */
    private static final long UNKNOWN_LENGTH = -1;

    private static final Logger LOG = System.getLogger(CheckClient.class.getName());

    /** With a client that says whom to trust and how names are looked up. */
    static CheckClient of(OkHttpClient base) {
        X509TrustManager trust = Objects.requireNonNull(base.x509TrustManager());
        // Its own: OkHttp's, which it shares in the JVM, starts no thread ever again after one could not be started.
        TaskRunner.RealBackend threads = new TaskRunner.RealBackend(CheckClient::thread);
        OkHttpClient http = base.newBuilder()
                .taskRunner$okhttp(new TaskRunner(threads, TASKS))
                .sslSocketFactory(new ServerNames(base.sslSocketFactory()), trust)
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(CheckClient::hideStatus)
                .build();
        failOnce(http.newBuilder().socketFactory(closed()).dns(name -> List.of(InetAddress.getLoopbackAddress())));
        failOnce(http.newBuilder().socketFactory(closed()).dns(name -> {
            throw new UnknownHostException(name);
        }));
        return new CheckClient(http, new CertificateChain(trust), threads);
    }

    /**
     * Has OkHttp load what it needs to fail. Without a file descriptor no class can be loaded, and the JVM remembers for
     * ever that one could not (JVMS 17, 5.4.3): no check of a provider that is down would come to an end any more.
     */
    private static void failOnce(OkHttpClient.Builder client) {
        try (Response response = client.build()
                .newCall(new Request.Builder().url("https://rehearsal.invalid").build())
                .execute()) {
            throw new IllegalStateException("There is no socket, and yet a response: " + response.code());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "OkHttp is ready to fail: " + e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "OkHttp TaskRunner", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    private static CheckSockets closed() {
        CheckSockets closed = new CheckSockets();
        closed.close();
        return closed;
    }

    /**
     * Keeps OkHttp from what it does about some responses: it refuses a 407, asks again after a 408 and some 503, and loses
     * a connection whose body has a length below zero.
     */
    private static Response hideStatus(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.body().contentLength() < UNKNOWN_LENGTH) {
            throw new ProtocolException("a length below zero");
        }
        return response.newBuilder().code(200).build();
    }
}
