package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest {

    private static final Duration STALE_AFTER = Duration.ofSeconds(55);
    private static final Duration NEXT = Duration.ofSeconds(1000);
    private static final Provider A = Checks.provider("anthropic", "https://a.example");
    private static final Provider B = Checks.provider("openai", "https://b.example");
    private static final Provider NEVER = Checks.provider("never", "https://n.example", CheckMode.OFF);

    private final Snapshot fresh = Snapshot.of(List.of(B, A), STALE_AFTER);

    @Test
    void isNotCheckedBeforeTheFirstResult() {
        assertThat(reason(fresh, A, at(0))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(fresh.active(at(0))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "SLOW", "SERVER_ERROR", "CONNECTION_REFUSED", "DNS_FAILURE", "TLS_EXPIRED"})
    void fromUnknownTheFirstResultCountsAtOnce(Reason reason) {
        Snapshot snapshot = fresh.after(result(A, reason, 1), NEXT);

        assertThat(reason(snapshot, A, at(1))).isEqualTo(reason);
        assertThat(snapshot.find(A.name()).orElseThrow().isSuspected()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "SLOW", "SERVER_ERROR"})
    void fromActiveAFailureCountsOnTheSecondCheck(Reason before) {
        Snapshot once = fresh.after(result(A, before, 1), NEXT).after(result(A, Reason.CONNECTION_REFUSED, 16), NEXT);

        assertThat(reason(once, A, at(16))).isEqualTo(before);
        assertThat(once.find(A.name()).orElseThrow().isSuspected()).isTrue();
        assertThat(once.active(at(16))).containsExactly("anthropic");

        Snapshot twice = once.after(result(A, Reason.CONNECT_TIMEOUT, 17), NEXT);

        assertThat(reason(twice, A, at(17))).isEqualTo(Reason.CONNECT_TIMEOUT);
        assertThat(twice.find(A.name()).orElseThrow().isSuspected()).isFalse();
        assertThat(twice.active(at(17))).isEmpty();
    }

    @Test
    void allTogetherAreUnknownBeforeTheFirstResult() {
        assertThat(fresh.overall(at(0))).isEqualTo(State.UNKNOWN);
        assertThat(fresh.after(result(A, Reason.DNS_FAILURE, 1), NEXT).overall(at(1)))
                .isEqualTo(State.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "OK, OK, UP",
        "OK, SLOW, DEGRADED",
        "SLOW, SLOW, DEGRADED",
        "OK, DNS_FAILURE, DEGRADED",
        "RATE_LIMITED, DNS_FAILURE, DEGRADED",
        "DNS_FAILURE, KEY_REJECTED, DOWN"
    })
    void allTogetherAreAsGoodAsTheyCanBeUsed(Reason a, Reason b, State together) {
        Snapshot snapshot = fresh.after(result(A, a, 1), NEXT).after(result(B, b, 1), NEXT);

        assertThat(snapshot.overall(at(1))).isEqualTo(together);
        assertThat(snapshot.overall(at(57))).isEqualTo(State.UNKNOWN);
    }

    @Test
    void whatIsNeverCheckedIsPassedOverInAllTogether() {
        Snapshot snapshot = Snapshot.of(List.of(A, NEVER), STALE_AFTER).after(result(A, Reason.OK, 1), NEXT);

        assertThat(snapshot.overall(at(1))).isEqualTo(State.UP);
        assertThat(Snapshot.of(List.of(NEVER), STALE_AFTER).overall(at(1))).isEqualTo(State.UNKNOWN);
    }

    @Test
    void whereNoProviderIsConfiguredNoneCanBeUsed() {
        assertThat(Snapshot.of(List.of(), STALE_AFTER).overall(at(1))).isEqualTo(State.DOWN);
    }

    @Test
    void countsChecksByWhatTheyFound() {
        Snapshot snapshot = fresh.after(result(A, Reason.OK, 1), NEXT)
                .after(result(A, Reason.DNS_FAILURE, 16), NEXT)
                .after(result(A, Reason.OK, 17), NEXT);

        assertThat(snapshot.find(A.name()).orElseThrow().history().checks())
                .containsExactly(entry(Reason.OK, 2L), entry(Reason.DNS_FAILURE, 1L));
        assertThat(snapshot.find(B.name()).orElseThrow().history().checks()).isEmpty();
    }

    @Test
    void doesNotGrowStaleWhileTheSecondCheckIsAwaited() {
        Snapshot suspected =
                fresh.after(result(A, Reason.OK, 1), NEXT).after(result(A, Reason.CONNECTION_REFUSED, 50), NEXT);

        assertThat(reason(suspected, A, at(100))).isEqualTo(Reason.OK);
        assertThat(reason(suspected, A, at(106))).isEqualTo(Reason.STALE);
    }

    @Test
    void aGoodSecondCheckClearsTheSuspicion() {
        Snapshot cleared = fresh.after(result(A, Reason.OK, 1), NEXT)
                .after(result(A, Reason.RESPONSE_TIMEOUT, 16), NEXT)
                .after(result(A, Reason.OK, 17), NEXT);

        assertThat(reason(cleared, A, at(17))).isEqualTo(Reason.OK);
        assertThat(cleared.find(A.name()).orElseThrow().isSuspected()).isFalse();
        assertThat(reason(cleared.after(result(A, Reason.RESPONSE_TIMEOUT, 32), NEXT), A, at(32)))
                .isEqualTo(Reason.OK);
    }

    @Test
    void betweenUpAndDegradedOneCheckIsEnough() {
        Snapshot degraded = fresh.after(result(A, Reason.OK, 1), NEXT).after(result(A, Reason.SERVER_ERROR, 16), NEXT);

        assertThat(reason(degraded, A, at(16))).isEqualTo(Reason.SERVER_ERROR);
        assertThat(reason(degraded.after(result(A, Reason.OK, 31), NEXT), A, at(31)))
                .isEqualTo(Reason.OK);
    }

    @ParameterizedTest
    @EnumSource(names = {"OK", "SLOW", "SERVER_ERROR"})
    void backTakesOneGoodCheck(Reason back) {
        Snapshot snapshot = fresh.after(result(A, Reason.DNS_FAILURE, 1), NEXT).after(result(A, back, 16), NEXT);

        assertThat(reason(snapshot, A, at(16))).isEqualTo(back);
        assertThat(snapshot.active(at(16))).containsExactly("anthropic");
    }

    @Test
    void aNewReasonOfAProviderThatIsDownCountsAtOnce() {
        Snapshot snapshot = fresh.after(result(A, Reason.DNS_FAILURE, 1), NEXT)
                .after(result(A, Reason.CONNECTION_REFUSED, 16), NEXT);

        assertThat(reason(snapshot, A, at(16))).isEqualTo(Reason.CONNECTION_REFUSED);
    }

    @Test
    void theReaderFindsAResultStaleThatIsOlderThanAllowed() {
        Snapshot snapshot = fresh.after(result(A, Reason.OK, 1), NEXT);

        assertThat(reason(snapshot, A, at(56))).isEqualTo(Reason.OK);
        assertThat(reason(snapshot, A, at(56).plusNanos(1))).isEqualTo(Reason.STALE);
        assertThat(snapshot.active(at(57))).isEmpty();
    }

    @Test
    void fromStaleAFailureCountsAtOnce() {
        Snapshot snapshot = fresh.after(result(A, Reason.OK, 1), NEXT).after(result(A, Reason.DNS_FAILURE, 100), NEXT);

        assertThat(reason(snapshot, A, at(100))).isEqualTo(Reason.DNS_FAILURE);
        assertThat(snapshot.find(A.name()).orElseThrow().isSuspected()).isFalse();
    }

    @Test
    void isStaleOnlyWhenAllCheckedProvidersAre() {
        Snapshot snapshot = fresh.after(result(A, Reason.OK, 1), NEXT).after(result(B, Reason.DNS_FAILURE, 10), NEXT);

        assertThat(snapshot.stale(at(60))).isFalse();
        assertThat(snapshot.stale(at(66))).isTrue();
    }

    @Test
    void isStaleWhenTheFirstRoundNeverComes() {
        assertThat(fresh.stale(at(55))).isFalse();
        assertThat(fresh.stale(at(56))).isTrue();
    }

    @Test
    void theFirstRoundIsOverWhenAllCheckedProvidersHaveAResult() {
        Snapshot one = fresh.after(result(A, Reason.OK, 1), NEXT);

        assertThat(fresh.firstRoundOver()).isFalse();
        assertThat(one.firstRoundOver()).isFalse();
        assertThat(one.after(result(B, Reason.DNS_FAILURE, 1), NEXT).firstRoundOver())
                .isTrue();
    }

    @Test
    void activeNamesAreInTheConfiguredOrder() {
        assertThat(fresh.after(result(A, Reason.OK, 1), NEXT)
                        .after(result(B, Reason.SLOW, 2), NEXT)
                        .active(at(2)))
                .containsExactly("openai", "anthropic");
    }

    @Test
    void aProviderThatIsNeverCheckedKeepsNobodyWaitingAndNothingFresh() {
        Snapshot snapshot = Snapshot.of(List.of(NEVER, A), STALE_AFTER).after(result(A, Reason.OK, 1), NEXT);

        assertThat(reason(snapshot, NEVER, at(1000))).isEqualTo(Reason.NOT_CHECKED);
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
    void aResultMakesANewSnapshotAndLeavesTheOldOneAsItWas() {
        Snapshot up = fresh.after(result(A, Reason.OK, 1), NEXT);
        Snapshot suspected = up.after(result(A, Reason.DNS_FAILURE, 2), NEXT);

        assertThat(reason(fresh, A, at(2))).isEqualTo(Reason.NOT_CHECKED);
        assertThat(up.find(A.name()).orElseThrow().isSuspected()).isFalse();
        assertThat(suspected.find(A.name()).orElseThrow().isSuspected()).isTrue();
        assertThat(reason(suspected, B, at(2))).isEqualTo(Reason.NOT_CHECKED);
    }

    @Test
    void findsNoProviderThatItDoesNotHold() {
        assertThat(fresh.find("never")).isEmpty();
    }

    private static Reason reason(Snapshot snapshot, Provider provider, Duration now) {
        return snapshot.find(provider.name()).orElseThrow().reason(now);
    }

    private static CheckResult result(Provider provider, Reason reason, long second) {
        return Checks.result(provider, reason, at(second));
    }

    private static Duration at(long second) {
        return Duration.ofSeconds(second);
    }
}
