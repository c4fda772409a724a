package dev.ccproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.routing.Rests.Resting;
import dev.ccproxy.routing.Rests.Use;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final Rests rests = new Rests(now::get);

    private static Candidate candidate(String model, @Nullable String key) {
        return new Candidate(new Target(Fixtures.provider("a"), model), key);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Use use(Candidate candidate) {
        return Objects.requireNonNull(rests.begin(candidate), "it rests");
    }

    private boolean rests(Candidate candidate) {
        return rests.find(candidate) != null;
    }

    @ParameterizedTest
    @CsvSource({
        // What failed, and whether the same, another model, another key, and both others rest then.
        "CONNECT_FAILED, true, true, true, true",
        "CONNECT_TIMEOUT, true, true, true, true",
        "RESPONSE_TIMEOUT, true, false, true, false",
        "IDLE_TIMEOUT, true, false, true, false",
        "CUT_SHORT, true, false, true, false",
        "INVALID_RESPONSE, true, false, true, false",
        "SERVER_ERROR, true, false, true, false",
        "OVERLOADED, true, false, true, false",
        "RATE_LIMITED, true, false, false, false",
        "KEY_REJECTED, true, true, false, false",
        "QUOTA_EXCEEDED, true, true, false, false",
        "REFUSED, false, false, false, false",
        "RESPONSE_TOO_LARGE, false, false, false, false",
        "CLIENT_GONE, false, false, false, false",
        "LOCAL, false, false, false, false",
        "STOPPED, false, false, false, false",
    })
    void whatRestsIsWhatHasFailed(Failure failure, boolean same, boolean model, boolean key, boolean both) {
        use(candidate("opus", "k1")).failed(failure, null);

        assertThat(rests(candidate("opus", "k1"))).isEqualTo(same);
        assertThat(rests(candidate("haiku", "k1"))).isEqualTo(model);
        assertThat(rests(candidate("opus", "k2"))).isEqualTo(key);
        assertThat(rests(candidate("haiku", "k2"))).isEqualTo(both);
        assertThat(rests(new Candidate(new Target(Fixtures.provider("b"), "opus"), "k1")))
                .isFalse();
    }

    @Test
    void afterThePauseOneAtATimeTriesUntilOneSucceeds() {
        Candidate candidate = candidate("m", null);
        use(candidate).failed(Failure.SERVER_ERROR, null);
        assertThat(rests.begin(candidate)).isNull();

        pass(Duration.ofSeconds(1));
        Use trial = use(candidate);
        assertThat(trial.isTrial()).isTrue();
        assertThat(rests.begin(candidate)).isNull();
        trial.unknown();
        trial = use(candidate);
        assertThat(rests.begin(candidate)).isNull();
        trial.succeeded();

        assertThat(use(candidate).isTrial()).isFalse();
        assertThat(use(candidate).isTrial()).isFalse();
        assertThat(rests.all()).isEmpty();
    }

    @Test
    void thePauseGrowsByPausesAndNotByRequests() {
        Candidate candidate = candidate("m", null);
        List<Use> together = List.of(use(candidate), use(candidate), use(candidate));
        together.forEach(use -> use.failed(Failure.OVERLOADED, null));
        assertThat(rests.all()).extracting(Resting::failures).containsExactly(1);

        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(rests.begin(candidate)).as("%d s", seconds).isNull();
            pass(Duration.ofNanos(1));
            use(candidate).failed(Failure.OVERLOADED, null);
        }
    }

    @Test
    void theProviderNamesThePauseUpToAnHour() {
        use(candidate("m", null)).failed(Failure.RATE_LIMITED, Duration.ofSeconds(7));
        pass(Duration.ofSeconds(7).minusNanos(1));
        assertThat(rests.begin(candidate("m", null))).isNull();
        pass(Duration.ofNanos(1));
        use(candidate("m", null)).failed(Failure.RATE_LIMITED, Duration.ofDays(400));
        pass(Duration.ofHours(1));
        assertThat(rests.begin(candidate("m", null))).isNotNull();
    }

    @Test
    void aRequestThatBeganBeforeTheRestDoesNotShortenIt() {
        Use early = use(candidate("m", null));
        use(candidate("m", null)).failed(Failure.RATE_LIMITED, Duration.ofSeconds(30));
        early.failed(Failure.SERVER_ERROR, null);
        pass(Duration.ofSeconds(29));
        assertThat(rests(candidate("m", null))).isTrue();
        Use unused = rests.beginAnyway(candidate("m", null));
        unused.unknown();
        pass(Duration.ofSeconds(1));
        assertThat(rests(candidate("m", null))).isFalse();
    }

    @Test
    void aSuccessOfARequestThatBeganBeforeTheRestDoesNotEndIt() {
        Use early = use(candidate("m", null));
        pass(Duration.ofSeconds(10));
        use(candidate("m", null)).failed(Failure.RATE_LIMITED, Duration.ofSeconds(30));
        pass(Duration.ofSeconds(1));
        early.succeeded();
        assertThat(rests.begin(candidate("m", null))).isNull();
        assertThat(rests.hasSucceededWithin("a", Duration.ofSeconds(1))).isTrue();

        Use anyway = rests.beginAnyway(candidate("m", null));
        anyway.succeeded();
        assertThat(rests(candidate("m", null))).isFalse();
    }

    @Test
    void whoeverLeavesDoesNotEndTheTrialOfSomebodyElse() {
        use(candidate("m", null)).failed(Failure.OVERLOADED, null);
        pass(Duration.ofSeconds(1));
        Use first = use(candidate("m", null));
        rests.beginAnyway(candidate("m", null)).succeeded();
        use(candidate("m", null)).failed(Failure.OVERLOADED, null);
        pass(Duration.ofSeconds(1));
        Use second = use(candidate("m", null));
        first.unknown();
        assertThat(rests.begin(candidate("m", null))).isNull();
        second.succeeded();
        assertThat(rests(candidate("m", null))).isFalse();
    }

    @Test
    void aFailureBesideATrialDoesNotLetAnotherOneTry() {
        Use early = use(candidate("m", null));
        use(candidate("m", null)).failed(Failure.OVERLOADED, null);
        pass(Duration.ofSeconds(1));
        Use trial = use(candidate("m", null));
        early.failed(Failure.OVERLOADED, null);
        pass(Duration.ofMinutes(2));
        assertThat(rests.begin(candidate("m", null))).isNull();
        trial.succeeded();
        assertThat(rests(candidate("m", null))).isFalse();
    }

    @Test
    void aTimeoutSaysNothingOfATargetThatHasServedALaterRequest() {
        Use hangs = use(candidate("m", null));
        Use resets = use(candidate("m", null));
        pass(Duration.ofSeconds(1));
        use(candidate("m", null)).succeeded();
        pass(Duration.ofSeconds(89));
        hangs.failed(Failure.RESPONSE_TIMEOUT, null);
        assertThat(rests(candidate("m", null))).isFalse();
        resets.failed(Failure.CUT_SHORT, null);
        assertThat(rests(candidate("m", null))).isTrue();
    }

    @Test
    void whatIsCountedSaysNothingOfMessagesButThatThereIsAConnectionAndAKey() {
        Target target = new Target(Fixtures.provider("a"), "m");
        Candidate counting = new Candidate(target, "k", true);
        Candidate message = new Candidate(target, "k", false);
        for (Failure failure : List.of(Failure.RATE_LIMITED, Failure.SERVER_ERROR, Failure.RESPONSE_TIMEOUT)) {
            use(counting).failed(failure, null);
            assertThat(rests(counting)).isTrue();
            assertThat(rests(message)).isFalse();
            use(message).failed(failure, null);
            pass(Duration.ofSeconds(1));
            use(counting).succeeded();
            assertThat(rests(counting)).isFalse();
            assertThat(rests.all()).as("%s", failure).hasSize(1);
            use(message).succeeded();
        }
        use(counting).failed(Failure.CONNECT_FAILED, null);
        assertThat(rests(message)).isTrue();
        pass(Duration.ofSeconds(1));
        use(counting).succeeded();
        use(message).failed(Failure.KEY_REJECTED, null);
        assertThat(rests(counting)).isTrue();
    }

    @Test
    void aPauseOfNothingIsNone() {
        use(candidate("m", null)).failed(Failure.OVERLOADED, Duration.ZERO);
        assertThat(rests.begin(candidate("m", null))).isNull();
    }

    @Test
    void whatCannotBeReachedRestsWhateverTheClientAskedFor() {
        use(candidate("x".repeat(201), null)).failed(Failure.CONNECT_FAILED, null);
        assertThat(rests(candidate("m", null))).isTrue();
    }

    @Test
    void whatNobodyTriesIsForgotten() {
        use(candidate("m", null)).failed(Failure.OVERLOADED, null);
        pass(Duration.ofMinutes(5));
        assertThat(rests.all()).hasSize(1);
        pass(Duration.ofSeconds(2));
        assertThat(rests.all()).isEmpty();
    }

    @Test
    void whatClientsMakeUpTakesLittleRoomAndNotForLong() {
        use(candidate("x".repeat(201), null)).failed(Failure.SERVER_ERROR, null);
        use(candidate("a\nb", null)).failed(Failure.SERVER_ERROR, null);
        assertThat(rests.all()).isEmpty();

        for (int i = 0; i < 5000; i++) {
            use(candidate("m" + i, null)).failed(Failure.SERVER_ERROR, null);
        }
        assertThat(rests.all()).hasSize(1000);
        // They do not keep the provider itself and its keys from resting.
        use(candidate("m", "k")).failed(Failure.KEY_REJECTED, null);
        use(candidate("m", null)).failed(Failure.CONNECT_FAILED, null);
        assertThat(rests.all()).hasSize(1002);
        pass(Duration.ofMinutes(5).plusSeconds(32));
        use(candidate("another", null)).failed(Failure.SERVER_ERROR, null);
        assertThat(rests.all()).hasSize(1);
    }

    @Test
    void ofManyAtOnceOneTries() throws Exception {
        Candidate candidate = candidate("m", "k");
        use(candidate).failed(Failure.SERVER_ERROR, null);
        use(candidate("other", "k")).failed(Failure.KEY_REJECTED, null);
        pass(Duration.ofMinutes(1));
        AtomicInteger trials = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        for (int i = 0; i < 10_000; i++) {
            threads.execute(() -> {
                if (rests.begin(candidate) != null) {
                    trials.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(trials).hasValue(1);
    }
}
