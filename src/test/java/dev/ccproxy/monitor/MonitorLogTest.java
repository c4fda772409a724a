package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Monitors.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Logged;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the monitor writes into the log. */
@Timeout(30)
class MonitorLogTest {

    @RegisterExtension
    final Monitors monitors = new Monitors();

    @RegisterExtension
    final Logged changes = Logged.by(Monitor.class);

    @RegisterExtension
    final Logged stale = Logged.by(CheckSchedule.class);

    @RegisterExtension
    final Logged failed = Logged.by(FailedChecks.class);

    @Test
    void aChangeOfStateIsLoggedWithTheRequestAndHowFarItCame() {
        try (FaultServer server = new FaultServer(FaultServer.respondsWith("400 Bad Request", "expired_key"))) {
            Monitor monitor = monitors.monitor(
                    60_000, 5_000, 1, Checks.provider("changed", server.url() + "/v1", CheckMode.MODELS));
            monitor.start();

            await().atMost(SOON).until(() -> !logged(changes, "changed").isEmpty());
            assertThat(logged(changes, "changed"))
                    .singleElement()
                    .asString()
                    .matches(
                            "Provider changed: from unknown \\(not_checked\\) to down \\(key_rejected\\) after \\ds in state"
                                    + " unknown; GET \\Q" + server.url() + "/v1/models\\E, HTTP 400, phase response:"
                                    + " the response says expired_key");
        }
    }

    @Test
    void aProviderThatBecomesStaleIsLoggedWithTheCause() {
        try (FaultServer silent = new FaultServer(FaultServer::awaitHangUp)) {
            // The checks hang for longer than a result counts, and share one thread.
            Provider[] providers = IntStream.range(0, 8)
                    .mapToObj(i -> Checks.provider("waits-" + i, silent.url()))
                    .toArray(Provider[]::new);
            monitors.monitor(200, 150, 1, providers).start();

            await().atMost(Duration.ofSeconds(15))
                    .until(() -> !logged(stale, "waits-0").isEmpty());
            assertThat(logged(stale, "waits-0").get(0))
                    .contains("no check has ended for 0s: ")
                    .containsAnyOf("one is waiting for others to end", "one has been running for ");
        }
    }

    @Test
    void checksThatThisMachineCannotMakeAreLoggedOnce() {
        Provider first = Checks.provider("first", "http://127.0.0.1:1");
        Provider second = Checks.provider("second", "http://127.0.0.1:1");
        FailedChecks checks = new FailedChecks();

        checks.log(failed(first, 1));
        checks.log(failed(second, 2));
        checks.log(failed(first, 16));
        assertThat(failed.warnings()).singleElement().asString().contains("first could not be made: no socket");

        checks.log(Checks.result(first, Reason.OK, Duration.ofSeconds(31)));
        assertThat(failed.lines(Level.INFO)).isEmpty();
        checks.log(Checks.result(second, Reason.OK, Duration.ofSeconds(32)));
        assertThat(failed.lines(Level.INFO)).isEqualTo(List.of("Checks can be made again"));

        checks.log(failed(first, 40));
        assertThat(failed.warnings()).as("at most one a minute").hasSize(1);
        checks.log(failed(first, 62));
        assertThat(failed.warnings()).hasSize(2);
    }

    /** Monitors of other tests log at the same time. */
    private static List<String> logged(Logged logged, String provider) {
        return logged.warnings().stream()
                .filter(line -> line.startsWith("Provider " + provider + ": "))
                .toList();
    }

    private static CheckResult failed(Provider provider, long second) {
        return CheckResult.unasked(provider, Reason.CHECK_FAILED, "no socket", Duration.ofSeconds(second));
    }
}
