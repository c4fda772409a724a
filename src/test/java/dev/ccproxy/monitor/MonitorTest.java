package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.FaultServer.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MonitorTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final FaultServer.Behaviour WELL = answers("HTTP/1.1 200 OK", "Content-Length: 0");
    private static final FaultServer.Behaviour DEAD = connection -> {};

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Monitor> monitors = new ArrayList<>();
    private final Supplier<Duration> clock = Looks.clock();

    @AfterEach
    void stop() {
        monitors.forEach(Monitor::stop);
        scheduler.shutdownNow();
    }

    @Test
    void checksNobodyBeforeTheStart() {
        try (FaultServer server = new FaultServer(WELL)) {
            Monitor monitor = monitor(settings(100, 50, 4), provider(server));

            assertThat(monitor.snapshot().firstRoundOver()).isFalse();
            assertThat(monitor.snapshot().active(monitor.now())).isEmpty();
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void theFirstRoundStartsAtOnceWhateverTheInterval() {
        try (FaultServer one = new FaultServer(WELL);
                FaultServer other = new FaultServer(DEAD)) {
            Monitor monitor = monitor(settings(3_600_000, 5_000, 4), provider("one", one), provider("other", other));
            monitor.start();

            await().atMost(SOON).until(() -> monitor.snapshot().firstRoundOver());
            assertThat(monitor.snapshot().active(monitor.now())).containsExactly("one");
        }
    }

    @Test
    void leavesAProviderAloneWhoseCheckIsOff() {
        try (FaultServer off = new FaultServer(WELL);
                FaultServer on = new FaultServer(WELL)) {
            Monitor monitor =
                    monitor(settings(100, 50, 4), Looks.provider("off", off.url(), CheckMode.OFF), provider("on", on));
            monitor.start();

            await().atMost(SOON).until(() -> on.accepted() >= 3);
            assertThat(off.accepted()).isZero();
        }
    }

    @Test
    void looksAgainAndAgainAtAProviderThatIsDown() {
        try (FaultServer server = new FaultServer(DEAD)) {
            Provider provider = provider(server);
            Monitor monitor = monitor(settings(100, 50, 4), provider);
            monitor.start();

            await().atMost(SOON).until(() -> server.accepted() >= 4);
            assertThat(monitor.snapshot().reason(provider, monitor.now())).isEqualTo(Reason.CONNECTION_FAILED);
        }
    }

    @Test
    void aProviderThatDiesIsDownAfterASecondLookOneSecondLaterAndBackAfterOne() {
        AtomicReference<FaultServer.Behaviour> behaviour = new AtomicReference<>(WELL);
        List<Duration> looks = new CopyOnWriteArrayList<>();
        try (FaultServer server = new FaultServer(connection -> {
            looks.add(clock.get());
            Objects.requireNonNull(behaviour.get()).serve(connection);
        })) {
            Monitor monitor = monitor(settings(500, 100, 4), provider(server));
            monitor.start();
            await().atMost(SOON).until(() -> isActive(monitor));

            int before = looks.size();
            behaviour.set(DEAD);
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> !isActive(monitor));
            // The first look at the dead provider, the second, and perhaps one that had begun while it was well.
            Duration[] seen = looks.toArray(Duration[]::new);
            Duration between = seen[seen.length - 1].minus(seen[seen.length - 2]);
            assertThat(seen.length - before).isBetween(2, 3);
            assertThat(between).isBetween(Duration.ofMillis(990), Duration.ofMillis(1600));

            int down = looks.size();
            behaviour.set(WELL);
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> isActive(monitor));
            assertThat(looks.size() - down).isBetween(1, 2);
        }
    }

    @Test
    void neverChecksAProviderTwiceAtATime() {
        try (FaultServer server = new FaultServer(FaultServer::awaitHangUp)) {
            Monitor monitor = monitor(settings(100, 400, 8), provider(server));
            monitor.start();

            await().atMost(SOON).until(() -> server.accepted() >= 3);
            assertThat(server.mostOpen()).isEqualTo(1);
        }
    }

    @Test
    void checksNoMoreProvidersAtOnceThanAllowed() {
        List<FaultServer> servers = new ArrayList<>();
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        List<Object> open = new CopyOnWriteArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                servers.add(new FaultServer(connection -> {
                    open.add(connection);
                    most.accumulateAndGet(open.size(), Math::max);
                    release.await();
                    open.remove(connection);
                    WELL.serve(connection);
                }));
            }
            Monitor monitor = monitor(
                    settings(60_000, 10_000, 2),
                    servers.stream()
                            .map(server -> provider("p" + server.port(), server))
                            .toArray(Provider[]::new));
            monitor.start();

            await().atMost(SOON).until(() -> open.size() == 2);
            await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> open.size() == 2);
            release.countDown();
            await().atMost(SOON).until(() -> monitor.snapshot().firstRoundOver());
            assertThat(most.get()).isEqualTo(2);
        } finally {
            release.countDown();
            servers.forEach(FaultServer::close);
        }
    }

    @Test
    void stopEndsAllChecksAndThreadsIncludingThoseThatHang() {
        try (FaultServer hanging = new FaultServer(FaultServer::awaitHangUp);
                FaultServer queued = new FaultServer(FaultServer::awaitHangUp)) {
            Monitor monitor = monitor(settings(60_000, 30_000, 1), provider("a", hanging), provider("b", queued));
            monitor.start();
            await().atMost(SOON).until(() -> hanging.open() + queued.open() == 1);
            Snapshot before = monitor.snapshot();

            monitor.stop();

            await().atMost(Duration.ofSeconds(2)).until(() -> threads.stream().noneMatch(Thread::isAlive));
            await().atMost(Duration.ofSeconds(2)).until(() -> hanging.open() + queued.open() == 0);
            assertThat(monitor.stopped()).isTrue();
            assertThat(hanging.accepted() + queued.accepted()).isEqualTo(1);
            assertThat(monitor.snapshot()).isSameAs(before);
        }
    }

    @Test
    void looksAtNobodyAfterTheStop() {
        try (FaultServer server = new FaultServer(WELL)) {
            Monitor monitor = monitor(settings(100, 50, 4), provider(server));
            monitor.start();
            await().atMost(SOON).until(() -> server.accepted() >= 2);

            monitor.stop();
            await().atMost(SOON).until(() -> server.open() == 0);
            int accepted = server.accepted();
            await().during(Duration.ofMillis(400)).atMost(SOON).until(() -> server.accepted() == accepted);
        }
    }

    private Monitor monitor(CheckSettings settings, Provider... providers) {
        ThreadFactory factory = work -> {
            Thread thread = Looks.THREADS.newThread(work);
            threads.add(thread);
            return thread;
        };
        Check check = new Check(settings, clock, factory);
        Monitor monitor = new Monitor(List.of(providers), settings, clock, check, scheduler, factory);
        monitors.add(monitor);
        return monitor;
    }

    private static CheckSettings settings(int interval, int timeout, int concurrency) {
        return new CheckSettings(
                Duration.ofMillis(interval), Duration.ofMillis(timeout), Duration.ofMinutes(1), concurrency);
    }

    private static Provider provider(FaultServer server) {
        return provider("somebody", server);
    }

    private static Provider provider(String name, FaultServer server) {
        return Looks.provider(name, server.url());
    }

    private static boolean isActive(Monitor monitor) {
        return !monitor.snapshot().active(monitor.now()).isEmpty();
    }
}
