package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest {

    private static final Duration STALE_AFTER = Duration.ofSeconds(55);
    private static final Provider A = Looks.provider("anthropic", "https://a.example");
    private static final Provider B = Looks.provider("openai", "https://b.example");
    private static final Provider NEVER = Looks.provider("never", "https://n.example", CheckMode.OFF);

    private final Snapshot fresh = Snapshot.of(List.of(B, A), STALE_AFTER);

    @Test
    void isNotCheckedBeforeTheFirstOutcome() {
        assertThat(fresh.reason(A, at(0))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(fresh.active(at(0))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "SLOW", "SERVER_ERROR", "CONNECTION_REFUSED", "DNS_FAILURE", "TLS_EXPIRED"})
    void fromUnknownTheFirstOutcomeCountsAtOnce(Reason reason) {
        Snapshot snapshot = fresh.with(outcome(A, reason, 1));

        assertThat(snapshot.reason(A, at(1))).isEqualTo(reason);
        assertThat(snapshot.awaitsSecondLook(A)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "SLOW", "SERVER_ERROR"})
    void fromActiveADownOutcomeCountsOnTheSecondLook(Reason before) {
        Snapshot once = fresh.with(outcome(A, before, 1)).with(outcome(A, Reason.CONNECTION_REFUSED, 16));

        assertThat(once.reason(A, at(16))).isEqualTo(before);
        assertThat(once.awaitsSecondLook(A)).isTrue();
        assertThat(once.active(at(16))).containsExactly("anthropic");

        Snapshot twice = once.with(outcome(A, Reason.CONNECT_TIMEOUT, 17));

        assertThat(twice.reason(A, at(17))).isEqualTo(Reason.CONNECT_TIMEOUT);
        assertThat(twice.awaitsSecondLook(A)).isFalse();
        assertThat(twice.active(at(17))).isEmpty();
    }

    @Test
    void doesNotGrowStaleWhileTheSecondLookIsAwaited() {
        Snapshot suspected = fresh.with(outcome(A, Reason.OK, 1)).with(outcome(A, Reason.CONNECTION_REFUSED, 50));

        assertThat(suspected.reason(A, at(100))).isEqualTo(Reason.OK);
        assertThat(suspected.reason(A, at(106))).isEqualTo(Reason.STALE);
    }

    @Test
    void aGoodSecondLookClearsTheSuspicion() {
        Snapshot cleared = fresh.with(outcome(A, Reason.OK, 1))
                .with(outcome(A, Reason.RESPONSE_TIMEOUT, 16))
                .with(outcome(A, Reason.OK, 17));

        assertThat(cleared.reason(A, at(17))).isEqualTo(Reason.OK);
        assertThat(cleared.awaitsSecondLook(A)).isFalse();
        assertThat(cleared.with(outcome(A, Reason.RESPONSE_TIMEOUT, 32)).reason(A, at(32)))
                .isEqualTo(Reason.OK);
    }

    @Test
    void betweenUpAndDegradedOneLookIsEnough() {
        Snapshot degraded = fresh.with(outcome(A, Reason.OK, 1)).with(outcome(A, Reason.SERVER_ERROR, 16));

        assertThat(degraded.reason(A, at(16))).isEqualTo(Reason.SERVER_ERROR);
        assertThat(degraded.with(outcome(A, Reason.OK, 31)).reason(A, at(31))).isEqualTo(Reason.OK);
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "SLOW", "SERVER_ERROR"})
    void backTakesOneGoodCheck(Reason back) {
        Snapshot snapshot = fresh.with(outcome(A, Reason.DNS_FAILURE, 1)).with(outcome(A, back, 16));

        assertThat(snapshot.reason(A, at(16))).isEqualTo(back);
        assertThat(snapshot.active(at(16))).containsExactly("anthropic");
    }

    @Test
    void aNewReasonOfAProviderThatIsDownCountsAtOnce() {
        Snapshot snapshot =
                fresh.with(outcome(A, Reason.DNS_FAILURE, 1)).with(outcome(A, Reason.CONNECTION_REFUSED, 16));

        assertThat(snapshot.reason(A, at(16))).isEqualTo(Reason.CONNECTION_REFUSED);
    }

    @Test
    void theReaderFindsAnOutcomeStaleThatIsOlderThanAllowed() {
        Snapshot snapshot = fresh.with(outcome(A, Reason.OK, 1));

        assertThat(snapshot.reason(A, at(56))).isEqualTo(Reason.OK);
        assertThat(snapshot.reason(A, at(56).plusNanos(1))).isEqualTo(Reason.STALE);
        assertThat(snapshot.active(at(57))).isEmpty();
    }

    @Test
    void fromStaleADownOutcomeCountsAtOnce() {
        Snapshot snapshot = fresh.with(outcome(A, Reason.OK, 1)).with(outcome(A, Reason.DNS_FAILURE, 100));

        assertThat(snapshot.reason(A, at(100))).isEqualTo(Reason.DNS_FAILURE);
        assertThat(snapshot.awaitsSecondLook(A)).isFalse();
    }

    @Test
    void isStaleOnlyWhenAllCheckedProvidersAre() {
        Snapshot snapshot = fresh.with(outcome(A, Reason.OK, 1)).with(outcome(B, Reason.DNS_FAILURE, 10));

        assertThat(snapshot.stale(at(60))).isFalse();
        assertThat(snapshot.stale(at(66))).isTrue();
    }

    @Test
    void isStaleWhenTheFirstRoundNeverComes() {
        assertThat(fresh.stale(at(55))).isFalse();
        assertThat(fresh.stale(at(56))).isTrue();
    }

    @Test
    void theFirstRoundIsOverWhenAllCheckedProvidersHaveAnOutcome() {
        Snapshot one = fresh.with(outcome(A, Reason.OK, 1));

        assertThat(fresh.firstRoundOver()).isFalse();
        assertThat(one.firstRoundOver()).isFalse();
        assertThat(one.with(outcome(B, Reason.DNS_FAILURE, 1)).firstRoundOver()).isTrue();
    }

    @Test
    void activeNamesAreInTheConfiguredOrder() {
        assertThat(fresh.with(outcome(A, Reason.OK, 1))
                        .with(outcome(B, Reason.SLOW, 2))
                        .active(at(2)))
                .containsExactly("openai", "anthropic");
    }

    @Test
    void aProviderThatIsNeverCheckedKeepsNobodyWaitingAndNothingFresh() {
        Snapshot snapshot = Snapshot.of(List.of(NEVER, A), STALE_AFTER).with(outcome(A, Reason.OK, 1));

        assertThat(snapshot.reason(NEVER, at(1000))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(snapshot.active(at(1))).containsExactly("anthropic");
        assertThat(snapshot.firstRoundOver()).isTrue();
        assertThat(snapshot.stale(at(56))).isFalse();
        assertThat(snapshot.stale(at(57))).isTrue();
    }

    @Test
    void withNothingToCheckItIsNeitherStaleNorUnfinished() {
        for (Snapshot nothing :
                List.of(Snapshot.of(List.of(), STALE_AFTER), Snapshot.of(List.of(NEVER), STALE_AFTER))) {
            assertThat(nothing.firstRoundOver()).isTrue();
            assertThat(nothing.stale(at(1000))).isFalse();
        }
    }

    @Test
    void anOutcomeMakesANewSnapshotAndLeavesTheOldOneAsItWas() {
        Snapshot up = fresh.with(outcome(A, Reason.OK, 1));
        Snapshot suspected = up.with(outcome(A, Reason.DNS_FAILURE, 2));

        assertThat(fresh.reason(A, at(2))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(up.awaitsSecondLook(A)).isFalse();
        assertThat(suspected.awaitsSecondLook(A)).isTrue();
        assertThat(suspected.reason(B, at(2))).isEqualTo(Reason.NOT_CHECKED);
    }

    @Test
    void refusesAProviderThatItDoesNotHold() {
        assertThatThrownBy(() -> fresh.reason(NEVER, at(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never");
    }

    private static Outcome outcome(Provider provider, Reason reason, long second) {
        return new Outcome(provider, reason, at(second));
    }

    private static Duration at(long second) {
        return Duration.ofSeconds(second);
    }
}
