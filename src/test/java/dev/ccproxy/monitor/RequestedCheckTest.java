package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.FaultServer.responds;
import static dev.ccproxy.monitor.Monitors.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A check that somebody requests, and when the next regular one starts. */
@Timeout(20)
class RequestedCheckTest {

    private static final FaultServer.Behaviour WELL = responds("HTTP/1.1 200 OK", "Content-Length: 0");

    @RegisterExtension
    final Monitors monitors = new Monitors();

    @Test
    void comesAtOnceAndNotTwiceWithinASecond() {
        try (FaultServer server = new FaultServer(WELL)) {
            Provider provider = Checks.provider("somebody", server.url());
            Monitor monitor = startedAndLookedOnce(provider);

            CheckResult first = only(monitor).lastResult();
            assertThat(monitor.check(provider)).isTrue();
            awaitOther(monitor, first);
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(monitor.check(provider)).isFalse();

            Duration requested = monitor.now();
            await().pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> monitor.check(provider));
            assertThat(monitor.now().minus(requested)).isLessThan(Duration.ofMillis(1500));
            await().atMost(SOON).until(() -> server.accepted() == 3);
        }
    }

    @Test
    void startsNoSecondCheckWhileOneIsRunning() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (FaultServer server = new FaultServer(connection -> {
            release.await();
            WELL.serve(connection);
        })) {
            Provider provider = Checks.provider("somebody", server.url());
            Monitor monitor = monitors.monitor(60_000, 10_000, 4, provider);
            monitor.start();
            await().atMost(SOON).until(() -> server.open() == 1);

            assertThat(askTogether(monitor, provider)).hasSize(8).containsOnly(true);
            release.countDown();
            awaitOther(monitor, null);
            assertThat(server.accepted()).isEqualTo(1);
        } finally {
            release.countDown();
        }
    }

    @Test
    void ofManyAtOnceOneStartsACheck() throws Exception {
        try (FaultServer server = new FaultServer(WELL)) {
            Provider provider = Checks.provider("somebody", server.url());
            Monitor monitor = startedAndLookedOnce(provider);
            CheckResult first = only(monitor).lastResult();

            assertThat(askTogether(monitor, provider)).hasSize(8).contains(true);
            awaitOther(monitor, first);
            await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> server.accepted() == 2);
        }
    }

    @Test
    void isRefusedForAProviderThatIsNeverChecked() {
        Provider off = Checks.provider("off", "http://127.0.0.1:1", CheckMode.OFF);
        Monitor monitor = monitors.monitor(60_000, 10_000, 4, off);

        assertThatThrownBy(() -> monitor.check(off))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("off");
    }

    @Test
    void movesTheNextRegularCheckAndTakesNoneAway() {
        try (FaultServer server = new FaultServer(WELL)) {
            Provider provider = Checks.provider("somebody", server.url());
            Monitor monitor = monitors.monitor(1000, 500, 4, provider);
            monitor.start();
            await().atMost(SOON).until(() -> server.accepted() >= 2);

            monitor.check(provider);

            int before = server.accepted();
            await().atMost(SOON).until(() -> server.accepted() >= before + 3);
        }
    }

    @Test
    void theNextCheckIsWhenTheSnapshotSays() {
        List<Duration> looks = new CopyOnWriteArrayList<>();
        try (FaultServer server = new FaultServer(connection -> {
            looks.add(monitors.clock.get());
            WELL.serve(connection);
        })) {
            Monitor monitor = monitors.monitor(700, 300, 4, Checks.provider("somebody", server.url()));
            monitor.start();
            awaitOther(monitor, null);
            Duration most = Duration.ofMillis(150);
            Duration late = Duration.ofDays(1);
            // The best of several: on a busy machine, a thread may begin late.
            for (int i = 0; i < 5 && late.compareTo(most) > 0; i++) {
                awaitOther(monitor, only(monitor).lastResult());
                Duration next = Objects.requireNonNull(only(monitor).nextCheckAt());
                // The second check may start right after the first, before that one's result is seen here.
                int made = looks.size();
                Duration last = looks.get(made - 1);

                assertThat(next.minus(last)).isBetween(Duration.ofMillis(550), Duration.ofMillis(700));
                await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> looks.size() > made);
                late = looks.get(made).minus(next);
            }
            assertThat(late).isBetween(Duration.ofMillis(-1), most);
        }
    }

    @Test
    void aProviderThatSaysSoIsLeftAloneForTwoIntervalsAtTheMost() {
        assertThat(untilNext("Retry-After: 3600", CheckMode.REACH))
                .as("one that is reached is well, and looked at as often as any other")
                .isLessThan(Duration.ofSeconds(6));
        assertThat(untilNext("Retry-After: 3600")).isBetween(Duration.ofMillis(11_500), Duration.ofMillis(12_000));
        assertThat(untilNext("X-None: 0")).isBetween(Duration.ofMillis(11_500), Duration.ofMillis(12_000));
        assertThat(untilNext("Retry-After: 8")).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(8_000));
        assertThat(untilNext("Retry-After: 1")).isBetween(Duration.ofMillis(5_500), Duration.ofMillis(6_000));
    }

    /** At an interval of 6 s. */
    private Duration untilNext(String header) {
        return untilNext(header, CheckMode.MODELS);
    }

    private Duration untilNext(String header, CheckMode mode) {
        try (FaultServer server =
                new FaultServer(responds("HTTP/1.1 429 Too Many Requests", header, "Content-Length: 0"))) {
            Monitor monitor = startedAndLookedOnce(Checks.provider("somebody", server.url(), mode), 6000);
            ProviderHealth health = only(monitor);
            CheckResult last = Objects.requireNonNull(health.lastResult());

            assertThat(last.reason()).isEqualTo(mode == CheckMode.MODELS ? Reason.RATE_LIMITED : Reason.OK);
            return Objects.requireNonNull(health.nextCheckAt()).minus(last.checkedAt());
        }
    }

    private Monitor startedAndLookedOnce(Provider provider) {
        return startedAndLookedOnce(provider, 60_000);
    }

    private Monitor startedAndLookedOnce(Provider provider, int interval) {
        Monitor monitor = monitors.monitor(interval, 1000, 4, provider);
        monitor.start();
        awaitOther(monitor, null);
        return monitor;
    }

    /** The responses to eight requests at the same time. */
    private static List<Boolean> askTogether(Monitor monitor, Provider provider) throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> asked = Collections.nCopies(8, () -> {
            together.await();
            return monitor.check(provider);
        });
        List<Boolean> told = new ArrayList<>();
        for (Future<Boolean> one : callers.invokeAll(asked)) {
            told.add(one.get());
        }
        callers.shutdown();
        return told;
    }

    /** Until there is a result that is not this one. */
    private static void awaitOther(Monitor monitor, @Nullable CheckResult known) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .until(() -> !Objects.equals(only(monitor).lastResult(), known));
    }

    private static ProviderHealth only(Monitor monitor) {
        return monitor.snapshot().providers().get(0);
    }
}
