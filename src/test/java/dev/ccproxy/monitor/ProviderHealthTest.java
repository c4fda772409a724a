package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProviderHealthTest {

    private static final Duration STALE_AFTER = Duration.ofSeconds(55);
    private static final Provider PROVIDER = Looks.provider("anthropic", "https://a.example");

    private final ProviderHealth fresh = ProviderHealth.of(PROVIDER, STALE_AFTER);

    @Test
    void beginsUnknownAtTheStartAndIsLookedAtAtOnce() {
        assertThat(fresh.reason(at(3))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(fresh.since(at(3))).isEqualTo(Duration.ZERO);
        assertThat(fresh.next()).isEqualTo(Duration.ZERO);
        assertThat(fresh.last()).isNull();
    }

    @Test
    void isDisabledAndNeverLookedAtWhereItIsSwitchedOff() {
        ProviderHealth disabled = ProviderHealth.of(provider(false, CheckMode.REACH), STALE_AFTER);

        assertThat(disabled.reason(at(1000))).isEqualTo(Reason.DISABLED);
        assertThat(disabled.reason(at(1000)).state()).isEqualTo(State.DISABLED);
        assertThat(disabled.next()).isNull();
    }

    @Test
    void isNeverLookedAtWhereItsCheckIsOff() {
        ProviderHealth off = ProviderHealth.of(provider(true, CheckMode.OFF), STALE_AFTER);

        assertThat(off.reason(at(1000))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(off.next()).isNull();
    }

    @Test
    void aStateBeginsWithTheOutcomeThatChangesIt() {
        ProviderHealth up = fresh.with(result(Reason.OK, 2), at(15));
        ProviderHealth still = up.with(result(Reason.OK, 15), at(30));
        ProviderHealth degraded = still.with(result(Reason.SERVER_ERROR, 30), at(45));
        ProviderHealth other = degraded.with(result(Reason.RATE_LIMITED, 45), at(60));

        assertThat(up.since(at(2))).isEqualTo(at(2));
        assertThat(still.since(at(15))).isEqualTo(at(2));
        assertThat(degraded.since(at(30))).isEqualTo(at(30));
        assertThat(other.since(at(45))).isEqualTo(at(30));
        assertThat(other.reason(at(45))).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void downBeginsWithTheSecondLookWhichComesASecondAfterTheFirst() {
        ProviderHealth suspected =
                fresh.with(result(Reason.OK, 2), at(15)).with(result(Reason.DNS_FAILURE, 15), at(30));

        assertThat(suspected.reason(at(15))).isEqualTo(Reason.OK);
        assertThat(suspected.since(at(15))).isEqualTo(at(2));
        assertThat(suspected.next()).isEqualTo(at(16));
        assertThat(suspected.consecutiveFailures()).isEqualTo(1);

        ProviderHealth down = suspected.with(result(Reason.DNS_FAILURE, 16), at(31));

        assertThat(down.reason(at(16))).isEqualTo(Reason.DNS_FAILURE);
        assertThat(down.since(at(16))).isEqualTo(at(16));
        assertThat(down.next()).isEqualTo(at(31));
        assertThat(down.consecutiveFailures()).isEqualTo(2);
    }

    @Test
    void anEarlierLookOnRequestIsNotTheSecondOne() {
        ProviderHealth suspected =
                fresh.with(result(Reason.OK, 2), at(15)).with(result(Reason.DNS_FAILURE, 15), at(30));
        CheckResult early = Looks.result(PROVIDER, Reason.DNS_FAILURE, Duration.ofMillis(15_400));
        ProviderHealth still = suspected.with(early, at(30));

        assertThat(still.reason(early.at())).isEqualTo(Reason.OK);
        assertThat(still.next()).isEqualTo(at(16));
        assertThat(still.with(result(Reason.DNS_FAILURE, 16), at(31)).reason(at(16)))
                .isEqualTo(Reason.DNS_FAILURE);
    }

    @Test
    void theSecondLookComesBeforeTheFirstIsStale() {
        Duration staleAfter = Duration.ofMillis(950);
        ProviderHealth suspected = ProviderHealth.of(PROVIDER, staleAfter)
                .with(Looks.result(PROVIDER, Reason.OK, Duration.ofMillis(10)), Duration.ofMillis(250))
                .with(Looks.result(PROVIDER, Reason.DNS_FAILURE, Duration.ofMillis(250)), Duration.ofMillis(500));

        assertThat(suspected.next()).isEqualTo(Duration.ofMillis(725));
        assertThat(suspected.reason(Duration.ofMillis(825))).isEqualTo(Reason.OK);
    }

    @Test
    void staleBeginsWhenTheLastOutcomeIsTooOldAndEndsWithTheNext() {
        ProviderHealth up = fresh.with(result(Reason.OK, 2), at(15));

        assertThat(up.since(at(57))).isEqualTo(at(2));
        assertThat(up.since(at(58))).isEqualTo(at(57));
        assertThat(up.reason(at(58))).isEqualTo(Reason.STALE);
        assertThat(up.with(result(Reason.OK, 100), at(115)).since(at(100))).isEqualTo(at(100));
    }

    @Test
    void countsFailuresInARowAndRemembersTheLastOfEach() {
        ProviderHealth health = fresh.with(result(Reason.DNS_FAILURE, 1), at(15))
                .with(result(Reason.SLOW, 15), at(30))
                .with(result(Reason.CONNECTION_REFUSED, 30), at(45))
                .with(result(Reason.CONNECT_TIMEOUT, 31), at(45));

        assertThat(health.consecutiveFailures()).isEqualTo(2);
        assertThat(Objects.requireNonNull(health.lastSuccess()).at()).isEqualTo(at(15));
        assertThat(Objects.requireNonNull(health.lastFailure()).reason()).isEqualTo(Reason.CONNECT_TIMEOUT);

        ProviderHealth back = health.with(result(Reason.SERVER_ERROR, 45), at(60));

        assertThat(back.consecutiveFailures()).isZero();
        assertThat(Objects.requireNonNull(back.lastSuccess()).at()).isEqualTo(at(45));
        assertThat(Objects.requireNonNull(back.lastFailure()).at()).isEqualTo(at(31));
    }

    @Test
    void aCheckThatThisMachineCannotMakeLeavesTheLastStateUntilThatIsStale() {
        ProviderHealth up = fresh.with(result(Reason.OK, 2), at(15)).with(failedCheck(15), at(30));

        assertThat(up.reason(at(15))).isEqualTo(Reason.OK);
        assertThat(up.since(at(15))).isEqualTo(at(2));
        assertThat(up.consecutiveFailures()).isZero();
        assertThat(up.lastFailure()).isNull();
        assertThat(up.next()).isEqualTo(at(30));
        assertThat(up.detail(at(15))).isNull();
        assertThat(up.checks()).containsEntry(Reason.CHECK_FAILED, 1L);
        assertThat(up.reason(at(58))).isEqualTo(Reason.CHECK_FAILED);
        assertThat(up.detail(at(58))).isEqualTo("no socket");
        assertThat(up.with(result(Reason.OK, 60), at(75)).reason(at(60))).isEqualTo(Reason.OK);
    }

    @Test
    void aFirstCheckThatThisMachineCannotMakeIsToldAtOnce() {
        ProviderHealth unknown = fresh.with(failedCheck(1), at(15));

        assertThat(unknown.reason(at(1))).isEqualTo(Reason.CHECK_FAILED);
        assertThat(unknown.with(result(Reason.DNS_FAILURE, 15), at(30)).reason(at(15)))
                .isEqualTo(Reason.DNS_FAILURE);
    }

    @Test
    void aCheckThatThisMachineCannotMakeConfirmsNoSuspicion() {
        ProviderHealth suspected =
                fresh.with(result(Reason.OK, 2), at(15)).with(result(Reason.DNS_FAILURE, 15), at(30));
        ProviderHealth after = suspected.with(failedCheck(16), at(31));

        assertThat(after.reason(at(16))).isEqualTo(Reason.OK);
        assertThat(after.with(result(Reason.DNS_FAILURE, 31), at(46)).reason(at(31)))
                .isEqualTo(Reason.DNS_FAILURE);
    }

    private static CheckResult failedCheck(long second) {
        return CheckResult.unasked(PROVIDER, Reason.CHECK_FAILED, "no socket", at(second));
    }

    @Test
    void everyReasonBelongsToTheStateOfTheTable() {
        for (Reason reason : Reason.values()) {
            State expected = switch (reason) {
                case NOT_CHECKED, STALE, CHECK_FAILED -> State.UNKNOWN;
                case OK -> State.UP;
                case SLOW, CERTIFICATE_EXPIRING, RATE_LIMITED, SERVER_ERROR, CLIENT_ERROR -> State.DEGRADED;
                case DISABLED -> State.DISABLED;
                default -> State.DOWN;
            };
            assertThat(reason.state()).as(reason.toString()).isEqualTo(expected);
        }
    }

    private static Provider provider(boolean enabled, CheckMode check) {
        return new Provider(
                "somebody",
                new ProviderSettings(URI.create("https://a.example"), Format.OPENAI, enabled, check, null, null, null));
    }

    private static CheckResult result(Reason reason, long second) {
        return Looks.result(PROVIDER, reason, at(second));
    }

    private static Duration at(long second) {
        return Duration.ofSeconds(second);
    }
}
