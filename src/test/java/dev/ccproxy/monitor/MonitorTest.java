package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.FaultServer.responds;
import static dev.ccproxy.monitor.Monitors.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a monitor checks, and what it concludes. */
@Timeout(20)
class MonitorTest {

    private static final FaultServer.Behaviour WELL = responds("HTTP/1.1 200 OK", "Content-Length: 0");
    private static final FaultServer.Behaviour DEAD = connection -> {};

    @RegisterExtension
    final Monitors monitors = new Monitors();

    @Test
    void checksNobodyBeforeTheStart() {
        try (FaultServer server = new FaultServer(WELL)) {
            Monitor monitor = monitors.monitor(100, 50, 4, Checks.provider("somebody", server.url()));

            assertThat(monitor.snapshot().firstRoundOver()).isFalse();
            assertThat(monitor.snapshot().active(monitor.now())).isEmpty();
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void theFirstRoundStartsAtOnceWhateverTheInterval() {
        try (FaultServer one = new FaultServer(WELL);
                FaultServer other = new FaultServer(DEAD)) {
            Monitor monitor = monitors.monitor(
                    3_600_000, 5_000, 4, Checks.provider("one", one.url()), Checks.provider("other", other.url()));
            monitor.start();

            await().atMost(SOON).until(() -> monitor.snapshot().firstRoundOver());
            assertThat(monitor.snapshot().active(monitor.now())).containsExactly("one");
        }
    }

    @Test
    void leavesAProviderAloneWhoseCheckIsOff() {
        try (FaultServer off = new FaultServer(WELL);
                FaultServer on = new FaultServer(WELL)) {
            Monitor monitor = monitors.monitor(
                    100, 50, 4, Checks.provider("off", off.url(), CheckMode.OFF), Checks.provider("on", on.url()));
            monitor.start();

            await().atMost(SOON).until(() -> on.accepted() >= 3);
            assertThat(off.accepted()).isZero();
        }
    }

    @Test
    void keepsCheckingAProviderThatIsDown() {
        try (FaultServer server = new FaultServer(DEAD)) {
            Provider provider = Checks.provider("somebody", server.url());
            Monitor monitor = monitors.monitor(400, 300, 4, provider);
            monitor.start();

            await().atMost(SOON).until(() -> server.accepted() >= 4);
            assertThat(monitor.snapshot().find(provider.name()).orElseThrow().reason(monitor.now()))
                    .isEqualTo(Reason.CONNECTION_FAILED);
        }
    }

    @Test
    void aProviderThatDiesIsDownAfterASecondCheckOneSecondLaterAndBackAfterOne() {
        AtomicReference<FaultServer.Behaviour> behaviour = new AtomicReference<>(WELL);
        List<Duration> looks = new CopyOnWriteArrayList<>();
        try (FaultServer server = new FaultServer(connection -> {
            looks.add(monitors.clock.get());
            Objects.requireNonNull(behaviour.get()).serve(connection);
        })) {
            Monitor monitor = monitors.monitor(1000, 200, 4, Checks.provider("somebody", server.url()));
            monitor.start();
            await().atMost(SOON).until(() -> isActive(monitor));

            int before = looks.size();
            behaviour.set(DEAD);
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> !isActive(monitor));
            // The first check of the dead provider, the second, and perhaps one that had started while it was up.
            Duration[] seen = looks.toArray(Duration[]::new);
            Duration between = seen[seen.length - 1].minus(seen[seen.length - 2]);
            assertThat(seen.length - before).isBetween(2, 3);
            assertThat(between).isBetween(Duration.ofMillis(990), Duration.ofMillis(2500));

            int down = looks.size();
            behaviour.set(WELL);
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> isActive(monitor));
            assertThat(looks.size() - down).isBetween(1, 2);
        }
    }

    private static boolean isActive(Monitor monitor) {
        return !monitor.snapshot().active(monitor.now()).isEmpty();
    }
}
