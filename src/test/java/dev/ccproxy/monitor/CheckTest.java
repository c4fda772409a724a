package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Checks.LONG;
import static dev.ccproxy.monitor.Checks.SHORT;
import static dev.ccproxy.monitor.Checks.THREADS;
import static dev.ccproxy.monitor.FaultServer.responds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check sends, and what it concludes from a response. */
@Timeout(20)
class CheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 OK",
                "204 No Content",
                "301 Moved Permanently",
                "400 Bad Request",
                "401 Unauthorized",
                "403 Forbidden",
                "404 Not Found",
                "407 Proxy Authentication Required",
                "408 Request Timeout",
                "429 Too Many Requests"
            })
    void anyResponseButAServerErrorIsOk(String status) {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 " + status, "Content-Length: 0"))) {
            assertThat(Checks.reason(server.url(), LONG)).isEqualTo(Reason.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Internal Server Error", "503 Service Unavailable", "529 Overloaded", "599 Whatever"})
    void a5xxIsAServerError(String status) {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 " + status, "Content-Length: 0"))) {
            assertThat(Checks.reason(server.url(), LONG)).isEqualTo(Reason.SERVER_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "301 Moved Permanently\r\nLocation: /elsewhere",
                "401 Unauthorized\r\nWWW-Authenticate: Basic realm=x",
                "408 Request Timeout",
                "503 Service Unavailable\r\nRetry-After: 0"
            })
    void asksOnceWhateverTheResponse(String status) {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 " + status, "Content-Length: 0"))) {
            Checks.reason(server.url(), LONG);

            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aResponseAfterMoreThanSlowAfterIsSlow() {
        CheckSettings settings = new CheckSettings(LONG.multipliedBy(2), LONG, Duration.ofMillis(100), 1);
        try (FaultServer server = new FaultServer(late("HTTP/1.1 200 OK"))) {
            assertThat(new Check(settings, Checks.clock(), THREADS, OkHttpClient::new)
                            .run(Checks.provider("late", server.url()))
                            .reason())
                    .isEqualTo(Reason.SLOW);
        }
    }

    @Test
    void withoutTlsNoRequestIsSent() {
        Check check = new Check(Checks.timeout(LONG), Checks.clock(), THREADS, () -> {
            throw new IllegalStateException("no trust store");
        });
        try (FaultServer server = new FaultServer(late("HTTP/1.1 200 OK"))) {
            CheckResult result = check.run(Checks.provider("any", server.url()));

            assertThat(result.reason()).isEqualTo(Reason.CHECK_FAILED);
            assertThat(result.detail()).contains("no trust store");
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void withoutAThreadNoRequestIsSent() throws InterruptedException {
        // Also how long an idle thread stays.
        CheckSettings settings = Checks.timeout(Duration.ofSeconds(1));
        try (FaultServer server = new FaultServer(late("HTTP/1.1 200 OK"))) {
            AtomicBoolean none = new AtomicBoolean();
            List<Thread> threads = new CopyOnWriteArrayList<>();
            Check check = new Check(
                    settings,
                    Checks.clock(),
                    work -> {
                        if (none.get()) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        Thread thread = THREADS.newThread(work);
                        threads.add(thread);
                        return thread;
                    },
                    OkHttpClient::new);
            Provider provider = Checks.provider("any", server.url());
            assertThat(check.run(provider).reason()).isEqualTo(Reason.OK);

            none.set(true);
            for (Thread idle : threads) {
                idle.join(LONG.toMillis());
            }
            CheckResult result = check.run(provider);
            assertThat(result.reason()).isEqualTo(Reason.CHECK_FAILED);
            assertThat(result.detail()).contains("thread");

            none.set(false);
            assertThat(check.run(provider).reason()).isEqualTo(Reason.OK);
        }
    }

    @Test
    void anEmptyTrustStoreIsNotTheProvidersFault() throws Exception {
        KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
        empty.load(null, null);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(empty);
        X509TrustManager nobody = (X509TrustManager) factory.getTrustManagers()[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {nobody}, null);
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), nobody)
                .build();
        try (FaultServer server = new FaultServer(FaultServer.overTls(Certificates.good(), late("HTTP/1.1 200 OK")))) {
            CheckResult result = Checks.run(Checks.provider("any", "https://127.0.0.1:" + server.port()), LONG, client);

            assertThat(result.reason()).isEqualTo(Reason.CHECK_FAILED);
            assertThat(result.detail()).contains("trust store");
        }
    }

    @Test
    void anErrorInThisProgramIsNotTheProvidersFault() {
        OkHttpClient broken = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (chain.request().url().host().equals("127.0.0.1")) {
                        throw new UnsupportedOperationException("a defect");
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (FaultServer server = new FaultServer(late("HTTP/1.1 200 OK"))) {
            CheckResult result = Checks.run(Checks.provider("any", server.url()), LONG, broken);

            assertThat(result.reason()).isEqualTo(Reason.CHECK_FAILED);
            assertThat(result.detail()).contains("UnsupportedOperationException");
        }
    }

    @Test
    void aLateErrorIsAnErrorAndNotSlow() {
        CheckSettings settings = new CheckSettings(LONG.multipliedBy(2), LONG, Duration.ofMillis(100), 1);
        try (FaultServer server = new FaultServer(late("HTTP/1.1 500 Oops"))) {
            assertThat(new Check(settings, Checks.clock(), THREADS, OkHttpClient::new)
                            .run(Checks.provider("late", server.url()))
                            .reason())
                    .isEqualTo(Reason.SERVER_ERROR);
        }
    }

    @Test
    void sendsOneGetOfTheBaseUrlWithoutAKey() {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (FaultServer server = new FaultServer(connection -> {
            heads.add(FaultServer.readHead(connection));
            FaultServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            FaultServer.awaitHangUp(connection);
        })) {
            Checks.reason(server.url() + "/openai/v1", LONG);

            assertThat(heads).hasSize(1);
            assertThat(heads.get(0))
                    .startsWith("GET /openai/v1 HTTP/1.1\r\n")
                    .contains("Host: 127.0.0.1:" + server.port())
                    .doesNotContain(Checks.KEY);
            assertThat(heads.get(0).toLowerCase(Locale.ROOT)).doesNotContain("authorization", "x-api-key", "cookie");
        }
    }

    @Test
    void hangsUpAfterEachCheckAndMakesANewConnectionForTheNext() {
        Check check = new Check(Checks.timeout(LONG), Checks.clock(), THREADS, OkHttpClient::new);
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 0"))) {
            check.run(Checks.provider("somebody", server.url()));
            await().atMost(Duration.ofSeconds(2)).until(() -> server.open() == 0);

            check.run(Checks.provider("somebody", server.url()));
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void doesNotWaitForABodyThatItDoesNotRead() {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 100"))) {
            // Of several, because the first ones load classes; OkHttp by itself would wait for a tenth of a second.
            long quickest = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                assertThat(Checks.reason(server.url(), LONG)).isEqualTo(Reason.OK);
                quickest = Math.min(quickest, System.nanoTime() - start);
            }
            assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(90));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Length: none", "Content-Length: 99999999999"})
    void doesNotReadAnEndlessBody(String header) {
        AtomicLong sent = new AtomicLong();
        try (FaultServer server = new FaultServer(connection -> {
            FaultServer.readHead(connection);
            FaultServer.write(connection, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
            while (true) {
                FaultServer.write(connection, "more ".repeat(1000));
                sent.addAndGet(5000);
            }
        })) {
            assertThat(Checks.reason(server.url(), SHORT)).isEqualTo(Reason.OK);
            await().atMost(Duration.ofSeconds(2)).until(() -> server.open() == 0);
            // What the sockets' buffers take; to read for a tenth of a second would be some ten times as much.
            assertThat(sent.get()).isLessThan(8 * 1024 * 1024);
        }
    }

    private static FaultServer.Behaviour late(String status) {
        return connection -> {
            FaultServer.readHead(connection);
            Thread.sleep(150);
            FaultServer.write(connection, status + "\r\nContent-Length: 0\r\n\r\n");
            FaultServer.awaitHangUp(connection);
        };
    }
}
