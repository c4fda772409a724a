package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.FaultServer.responds;
import static dev.ccproxy.monitor.Monitors.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much a monitor does at once, and that it ends. */
@Timeout(20)
class MonitorLimitsTest {

    private static final FaultServer.Behaviour WELL = responds("HTTP/1.1 200 OK", "Content-Length: 0");

    @RegisterExtension
    final Monitors monitors = new Monitors();

    @Test
    void neverChecksAProviderTwiceAtATime() {
        try (FaultServer server = new FaultServer(FaultServer::awaitHangUp)) {
            Monitor monitor = monitors.monitor(100, 400, 8, Checks.provider("somebody", server.url()));
            monitor.start();

            await().atMost(SOON).until(() -> server.accepted() >= 3);
            // The server sees a check end a moment after the next has started; without the limit, 4 would run at once.
            assertThat(server.mostOpen()).isLessThanOrEqualTo(2);
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
            Monitor monitor = monitors.monitor(
                    60_000,
                    10_000,
                    2,
                    servers.stream()
                            .map(server -> Checks.provider("p" + server.port(), server.url()))
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
            Monitor monitor = monitors.monitor(
                    60_000, 30_000, 1, Checks.provider("a", hanging.url()), Checks.provider("b", queued.url()));
            monitor.start();
            await().atMost(SOON).until(() -> hanging.open() + queued.open() == 1);
            Snapshot before = monitor.snapshot();

            monitor.stop();

            await().atMost(Duration.ofSeconds(2))
                    .until(() -> monitors.threads.stream().noneMatch(Thread::isAlive));
            await().atMost(Duration.ofSeconds(2)).until(() -> hanging.open() + queued.open() == 0);
            assertThat(monitor.stopped()).isTrue();
            assertThat(hanging.accepted() + queued.accepted()).isEqualTo(1);
            assertThat(monitor.snapshot()).isSameAs(before);
        }
    }

    @Test
    void checksNobodyAfterTheStop() {
        try (FaultServer server = new FaultServer(WELL)) {
            Monitor monitor = monitors.monitor(100, 50, 4, Checks.provider("somebody", server.url()));
            monitor.start();
            await().atMost(SOON).until(() -> server.accepted() >= 2);

            monitor.stop();
            await().atMost(SOON).until(() -> server.open() == 0);
            int accepted = server.accepted();
            await().during(Duration.ofMillis(400)).atMost(SOON).until(() -> server.accepted() == accepted);
        }
    }
}
