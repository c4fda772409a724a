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
    private static final Provider PROVIDER = Checks.provider("anthropic", "https://a.example");

    private final ProviderHealth fresh = ProviderHealth.of(PROVIDER, STALE_AFTER);

    @Test
    void beginsUnknownAtTheStartAndIsCheckedAtOnce() {
        assertThat(fresh.reason(at(3))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(fresh.since(at(3))).isEqualTo(Duration.ZERO);
        assertThat(fresh.nextCheckAt()).isEqualTo(Duration.ZERO);
        assertThat(fresh.lastResult()).isNull();
    }

    @Test
    void isDisabledAndNeverCheckedWhereItIsSwitchedOff() {
        ProviderHealth disabled = ProviderHealth.of(provider(false, CheckMode.REACH), STALE_AFTER);

        assertThat(disabled.reason(at(1000))).isEqualTo(Reason.DISABLED);
        assertThat(disabled.reason(at(1000)).state()).isEqualTo(State.DISABLED);
        assertThat(disabled.nextCheckAt()).isNull();
    }

    @Test
    void isNeverCheckedWhereItsCheckIsOff() {
        ProviderHealth off = ProviderHealth.of(provider(true, CheckMode.OFF), STALE_AFTER);

        assertThat(off.reason(at(1000))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(off.nextCheckAt()).isNull();
    }

    @Test
    void aStateBeginsWithTheResultThatChangesIt() {
        ProviderHealth up = fresh.after(result(Reason.OK, 2), at(15));
        ProviderHealth still = up.after(result(Reason.OK, 15), at(30));
        ProviderHealth degraded = still.after(result(Reason.SERVER_ERROR, 30), at(45));
        ProviderHealth other = degraded.after(result(Reason.RATE_LIMITED, 45), at(60));

        assertThat(up.since(at(2))).isEqualTo(at(2));
        assertThat(still.since(at(15))).isEqualTo(at(2));
        assertThat(degraded.since(at(30))).isEqualTo(at(30));
        assertThat(other.since(at(45))).isEqualTo(at(30));
        assertThat(other.reason(at(45))).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void downBeginsWithTheSecondCheckWhichComesASecondAfterTheFirst() {
        ProviderHealth suspected =
                fresh.after(result(Reason.OK, 2), at(15)).after(result(Reason.DNS_FAILURE, 15), at(30));

        assertThat(suspected.reason(at(15))).isEqualTo(Reason.OK);
        assertThat(suspected.since(at(15))).isEqualTo(at(2));
        assertThat(suspected.nextCheckAt()).isEqualTo(at(16));
        assertThat(suspected.history().consecutiveFailures()).isEqualTo(1);

        ProviderHealth down = suspected.after(result(Reason.DNS_FAILURE, 16), at(31));

        assertThat(down.reason(at(16))).isEqualTo(Reason.DNS_FAILURE);
        assertThat(down.since(at(16))).isEqualTo(at(16));
        assertThat(down.nextCheckAt()).isEqualTo(at(31));
        assertThat(down.history().consecutiveFailures()).isEqualTo(2);
    }

    @Test
    void anEarlierCheckOnRequestIsNotTheSecondOne() {
        ProviderHealth suspected =
                fresh.after(result(Reason.OK, 2), at(15)).after(result(Reason.DNS_FAILURE, 15), at(30));
        CheckResult early = Checks.result(PROVIDER, Reason.DNS_FAILURE, Duration.ofMillis(15_400));
        ProviderHealth still = suspected.after(early, at(30));

        assertThat(still.reason(early.checkedAt())).isEqualTo(Reason.OK);
        assertThat(still.nextCheckAt()).isEqualTo(at(16));
        assertThat(still.after(result(Reason.DNS_FAILURE, 16), at(31)).reason(at(16)))
                .isEqualTo(Reason.DNS_FAILURE);
    }

    @Test
    void theSecondCheckComesBeforeTheFirstIsStale() {
        Duration staleAfter = Duration.ofMillis(950);
        ProviderHealth suspected = ProviderHealth.of(PROVIDER, staleAfter)
                .after(Checks.result(PROVIDER, Reason.OK, Duration.ofMillis(10)), Duration.ofMillis(250))
                .after(Checks.result(PROVIDER, Reason.DNS_FAILURE, Duration.ofMillis(250)), Duration.ofMillis(500));

        assertThat(suspected.nextCheckAt()).isEqualTo(Duration.ofMillis(725));
        assertThat(suspected.reason(Duration.ofMillis(825))).isEqualTo(Reason.OK);
    }

    @Test
    void staleBeginsWhenTheLastResultIsTooOldAndEndsWithTheNext() {
        ProviderHealth up = fresh.after(result(Reason.OK, 2), at(15));

        assertThat(up.since(at(57))).isEqualTo(at(2));
        assertThat(up.since(at(58))).isEqualTo(at(57));
        assertThat(up.reason(at(58))).isEqualTo(Reason.STALE);
        assertThat(up.after(result(Reason.OK, 100), at(115)).since(at(100))).isEqualTo(at(100));
    }

    @Test
    void countsFailuresInARowAndRemembersTheLastOfEach() {
        ProviderHealth health = fresh.after(result(Reason.DNS_FAILURE, 1), at(15))
                .after(result(Reason.SLOW, 15), at(30))
                .after(result(Reason.CONNECTION_REFUSED, 30), at(45))
                .after(result(Reason.CONNECT_TIMEOUT, 31), at(45));

        assertThat(health.history().consecutiveFailures()).isEqualTo(2);
        assertThat(Objects.requireNonNull(health.history().lastSuccess()).checkedAt())
                .isEqualTo(at(15));
        assertThat(Objects.requireNonNull(health.history().lastFailure()).reason())
                .isEqualTo(Reason.CONNECT_TIMEOUT);

        ProviderHealth back = health.after(result(Reason.SERVER_ERROR, 45), at(60));

        assertThat(back.history().consecutiveFailures()).isZero();
        assertThat(Objects.requireNonNull(back.history().lastSuccess()).checkedAt())
                .isEqualTo(at(45));
        assertThat(Objects.requireNonNull(back.history().lastFailure()).checkedAt())
                .isEqualTo(at(31));
    }

    @Test
    void aCheckThatThisMachineCannotMakeLeavesTheLastStateUntilThatIsStale() {
        ProviderHealth up = fresh.after(result(Reason.OK, 2), at(15)).after(failedCheck(15), at(30));

        assertThat(up.reason(at(15))).isEqualTo(Reason.OK);
        assertThat(up.since(at(15))).isEqualTo(at(2));
        assertThat(up.history().consecutiveFailures()).isZero();
        assertThat(up.history().lastFailure()).isNull();
        assertThat(up.nextCheckAt()).isEqualTo(at(30));
        assertThat(up.detail(at(15))).isNull();
        assertThat(up.history().checks()).containsEntry(Reason.CHECK_FAILED, 1L);
        assertThat(up.reason(at(58))).isEqualTo(Reason.CHECK_FAILED);
        assertThat(up.detail(at(58))).isEqualTo("no socket");
        assertThat(up.after(result(Reason.OK, 60), at(75)).reason(at(60))).isEqualTo(Reason.OK);
    }

    @Test
    void aFirstCheckThatThisMachineCannotMakeIsToldAtOnce() {
        ProviderHealth unknown = fresh.after(failedCheck(1), at(15));

        assertThat(unknown.reason(at(1))).isEqualTo(Reason.CHECK_FAILED);
        assertThat(unknown.after(result(Reason.DNS_FAILURE, 15), at(30)).reason(at(15)))
                .isEqualTo(Reason.DNS_FAILURE);
    }

    @Test
    void aCheckThatThisMachineCannotMakeConfirmsNoSuspicion() {
        ProviderHealth suspected =
                fresh.after(result(Reason.OK, 2), at(15)).after(result(Reason.DNS_FAILURE, 15), at(30));
        ProviderHealth after = suspected.after(failedCheck(16), at(31));

        assertThat(after.reason(at(16))).isEqualTo(Reason.OK);
        assertThat(after.after(result(Reason.DNS_FAILURE, 31), at(46)).reason(at(31)))
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
        return Checks.result(PROVIDER, reason, at(second));
    }

    private static Duration at(long second) {
        return Duration.ofSeconds(second);
    }
}
