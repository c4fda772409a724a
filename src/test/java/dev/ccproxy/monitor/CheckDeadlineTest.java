package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Logged;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.provider.Provider;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check ends at its deadline, at whatever point of the connection that is. */
@Timeout(60)
class CheckDeadlineTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @RegisterExtension
    final Monitors monitors = new Monitors();

    /** The deadline falls anywhere between the start of TCP and that of TLS. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 10})
    void ofAFewMillisecondsBeforeASilentPeer(int timeout) {
        try (FaultServer silent = new FaultServer(FaultServer::awaitHangUp)) {
            Provider provider = Checks.provider("somebody", "https://127.0.0.1:" + silent.port());
            assertOver(provider, Duration.ofMillis(timeout), new OkHttpClient(), 60);
            await().atMost(Duration.ofSeconds(2)).until(() -> silent.open() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void whoseLastMillisecondsBringTheAddressOfASilentPeer(int left) {
        Duration timeout = Duration.ofMillis(60);
        Dns late = name -> {
            pause(timeout.minusMillis(left));
            return List.of(LOOPBACK);
        };
        OkHttpClient client = new OkHttpClient.Builder().dns(late).build();
        try (FaultServer silent = new FaultServer(FaultServer::awaitHangUp)) {
            assertOver(Checks.provider("somebody", "https://silent.example:" + silent.port()), timeout, client, 30);
            await().atMost(Duration.ofSeconds(2)).until(() -> silent.open() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void beforeASilentProxy(int timeout) {
        try (FaultServer silent = new FaultServer(FaultServer::awaitHangUp)) {
            Provider provider = new Provider(
                    "somebody",
                    new ProviderSettings(
                            URI.create("https://provider.example"),
                            Format.OPENAI,
                            true,
                            CheckMode.REACH,
                            null,
                            null,
                            new ProxySettings("127.0.0.1", silent.port(), null)));
            assertOver(provider, Duration.ofMillis(timeout), new OkHttpClient(), 60);
            await().atMost(Duration.ofSeconds(2)).until(() -> silent.open() == 0);
        }
    }

    @Test
    void ofTwentySilentProvidersAtTheShortestIntervalAndTimeout() {
        List<FaultServer> silent = IntStream.range(0, 20)
                .mapToObj(i -> new FaultServer(FaultServer::awaitHangUp))
                .toList();
        try {
            Monitor monitor = monitors.monitor(
                    100,
                    10,
                    64,
                    silent.stream()
                            .map(server -> Checks.provider("p" + server.port(), "https://127.0.0.1:" + server.port()))
                            .toArray(Provider[]::new));
            monitor.start();

            // When this was broken, about 1 of 80 checks never ended.
            await().atMost(Duration.ofSeconds(50))
                    .until(() -> silent.stream().mapToInt(FaultServer::accepted).sum() > 1000);
            Duration then = monitor.now();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> monitor.snapshot().providers().stream()
                            .allMatch(health -> health.lastResult() != null
                                    && health.lastResult().checkedAt().compareTo(then) > 0));
        } finally {
            silent.forEach(FaultServer::close);
        }
    }

    @Test
    void whenSomethingHangsThatNobodyCanEnd() {
        CountDownLatch over = new CountDownLatch(1);
        OkHttpClient client = new OkHttpClient.Builder()
                .dns(name -> List.of(LOOPBACK))
                .addInterceptor(chain -> {
                    if (chain.request().url().host().equals("provider.example")) {
                        awaitWhateverHappens(over);
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (FaultServer server = new FaultServer(FaultServer.listsModels());
                Logged logged = Logged.fromNowOnBy(RunningCheck.class)) {
            Provider provider = Checks.models("http://provider.example:" + server.port());
            Check check =
                    new Check(Checks.timeout(Duration.ofMillis(50)), Checks.clock(), Checks.THREADS, () -> client);
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();

                assertThat(check.run(provider).reason()).isEqualTo(Reason.CONNECT_TIMEOUT);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            }
            assertThat(logged.warnings())
                    .as("once, whatever the number of checks that wait for it")
                    .singleElement()
                    .asString()
                    .contains("somebody hangs beyond its deadline, in phase connect at ");
            over.countDown();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> check.run(provider).reason() == Reason.OK);
        } finally {
            over.countDown();
        }
    }

    private static void assertOver(Provider provider, Duration timeout, OkHttpClient client, int times) {
        Check check = new Check(Checks.timeout(timeout), Checks.clock(), Checks.THREADS, () -> client);
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            CheckResult result = check.run(provider);

            assertThat(result.reason().state()).isNotEqualTo(State.UP);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.plus(Checks.SLACK));
        }
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Not even an interrupt ends it. */
    private static void awaitWhateverHappens(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
