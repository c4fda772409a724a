package dev.ccproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlanTest {

    private final AtomicLong now = new AtomicLong();
    private final Rests rests = new Rests(now::get);
    private final Set<String> down = new HashSet<>();
    private final Map<String, Provider> providers =
            Map.of("a", Fixtures.provider("a"), "b", Fixtures.provider("b"), "c", Fixtures.provider("c"));
    private final Map<String, List<String>> keys = new HashMap<>();

    /** For targets in the order of preference, such as {@code a/opus}; equal ones are joined by a bar. */
    private Plan plan(String... targets) {
        return plan(new Affinity(7), targets);
    }

    private Plan plan(Affinity affinity, String... targets) {
        List<List<Target>> all = new ArrayList<>();
        for (String group : targets) {
            List<Target> equal = new ArrayList<>();
            for (String target : group.split("\\|", -1)) {
                int weight = target.indexOf('*');
                equal.add(new Target(
                        Objects.requireNonNull(providers.get(target.substring(0, 1))),
                        "m",
                        weight < 0 ? 1 : Integer.parseInt(target.substring(weight + 1))));
            }
            all.add(equal);
        }
        return new Plan(
                Fixtures.decision(all),
                () -> affinity,
                rests,
                provider -> down.contains(provider.name()),
                provider -> keys.getOrDefault(provider.name(), List.of()),
                false);
    }

    /** Has every attempt fail, and says where the request went. */
    private String tried(Plan plan, Failure failure) {
        StringBuilder tried = new StringBuilder();
        for (Plan.Step step = plan.next(); step instanceof Plan.Send send; step = plan.next()) {
            Candidate candidate = send.use().candidate();
            tried.append(candidate.target().provider().name());
            if (candidate.key() != null) {
                tried.append(candidate.key());
            }
            tried.append(' ');
            send.use().failed(failure, null);
            plan.failed(candidate, failure);
        }
        return tried.toString().strip();
    }

    @Test
    void goesOnInTheOrderOfPreference() {
        assertThat(tried(plan("a", "b", "c"), Failure.CONNECT_FAILED)).isEqualTo("a b c");
    }

    @Test
    void whatRestsIsPassedOver() {
        assertThat(tried(plan("a"), Failure.OVERLOADED)).isEqualTo("a");
        assertThat(tried(plan("a", "b", "c"), Failure.OVERLOADED)).isEqualTo("b c");
    }

    @Test
    void whatIsDownIsPassedOver() {
        down.add("b");
        assertThat(tried(plan("a", "b", "c"), Failure.OVERLOADED)).isEqualTo("a c");
    }

    @Test
    void withAllAtRestTheBestIsAskedAnyway() {
        assertThat(tried(plan("a"), Failure.OVERLOADED)).isEqualTo("a");
        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(tried(plan("b"), Failure.OVERLOADED)).isEqualTo("b");
        assertThat(tried(plan("b", "a"), Failure.OVERLOADED)).isEqualTo("a");
        down.add("a");
        assertThat(tried(plan("b", "a"), Failure.OVERLOADED)).isEqualTo("b");
        down.add("b");
        assertThat(tried(plan("c", "b", "a"), Failure.CONNECT_FAILED)).isEqualTo("c");
    }

    @Test
    void aKeyThatFailsIsFollowedByTheNextOne() {
        keys.put("a", List.of("1", "2", "3"));
        String tried = tried(plan("a", "b"), Failure.KEY_REJECTED);
        assertThat(tried).matches("a[123] a[123] a[123] b");
    }

    @Test
    void aProviderThatCannotBeReachedIsNotAskedWithAnotherKey() {
        keys.put("a", List.of("1", "2", "3"));
        assertThat(tried(plan("a", "b"), Failure.CONNECT_FAILED)).matches("a[123] b");
    }

    @Test
    void aShortPauseThatTheProviderAsksForIsWaitedForOnce() {
        Plan plan = plan("a", "b");
        Plan.Send first = (Plan.Send) plan.next();
        first.use().failed(Failure.RATE_LIMITED, Duration.ofSeconds(3));
        plan.failed(first.use().candidate(), Failure.RATE_LIMITED);
        assertThat(plan.next()).isEqualTo(new Plan.Wait(Duration.ofSeconds(3)));

        now.addAndGet(Duration.ofSeconds(3).toNanos());
        Plan.Send again = (Plan.Send) plan.next();
        assertThat(again.use().candidate()).isEqualTo(first.use().candidate());
        again.use().failed(Failure.RATE_LIMITED, Duration.ofSeconds(3));
        plan.failed(again.use().candidate(), Failure.RATE_LIMITED);
        assertThat(((Plan.Send) plan.next())
                        .use()
                        .candidate()
                        .target()
                        .provider()
                        .name())
                .isEqualTo("b");
    }

    @Test
    void aPauseThatIsOverAtOnceIsNoReasonToComeBackAgainAndAgain() {
        Plan plan = plan("a", "b");
        for (String expected : List.of("a", "a", "b")) {
            Plan.Send send = (Plan.Send) plan.next();
            assertThat(send.use().candidate().target().provider().name()).isEqualTo(expected);
            send.use().failed(Failure.RATE_LIMITED, Duration.ofMillis(1));
            plan.failed(send.use().candidate(), Failure.RATE_LIMITED);
            now.addAndGet(Duration.ofMillis(1).toNanos());
        }
    }

    @Test
    void aLongPauseAndOneWithoutAnAlternativeAreNotWaitedFor() {
        Plan plan = plan("a", "b");
        Plan.Send first = (Plan.Send) plan.next();
        first.use().failed(Failure.RATE_LIMITED, Duration.ofSeconds(6));
        plan.failed(first.use().candidate(), Failure.RATE_LIMITED);
        assertThat(((Plan.Send) plan.next())
                        .use()
                        .candidate()
                        .target()
                        .provider()
                        .name())
                .isEqualTo("b");

        Plan alone = plan("c");
        Plan.Send only = (Plan.Send) alone.next();
        only.use().failed(Failure.RATE_LIMITED, Duration.ofSeconds(1));
        alone.failed(only.use().candidate(), Failure.RATE_LIMITED);
        assertThat(alone.next()).isInstanceOf(Plan.End.class);
    }

    @Test
    void equalTargetsGetConversationsByTheirWeights() {
        int[] counts = new int[3];
        for (int i = 0; i < 60_000; i++) {
            String first = ((Plan.Send) plan(new Affinity(i * 0x9e3779b97f4a7c15L), "a*3|b*2|c")
                            .next())
                    .use()
                    .candidate()
                    .target()
                    .provider()
                    .name();
            counts[first.charAt(0) - 'a']++;
        }
        assertThat(counts[0]).isBetween(29_400, 30_600);
        assertThat(counts[1]).isBetween(19_400, 20_600);
        assertThat(counts[2]).isBetween(9_400, 10_600);
    }

    @Test
    void aConversationStaysWhenAnotherTargetComes() {
        int moved = 0;
        for (int i = 0; i < 10_000; i++) {
            Affinity affinity = new Affinity(i * 0x9e3779b97f4a7c15L);
            String before = first(affinity, "a|b");
            String after = first(affinity, "b|a|c");
            assertThat(after).isIn(before, "c");
            moved += after.equals(before) ? 0 : 1;
        }
        assertThat(moved).isBetween(3_100, 3_560);
    }

    private String first(Affinity affinity, String group) {
        return ((Plan.Send) plan(affinity, group).next())
                .use()
                .candidate()
                .target()
                .provider()
                .name();
    }
}
