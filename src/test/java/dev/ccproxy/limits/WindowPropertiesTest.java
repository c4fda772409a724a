package dev.ccproxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a window tells is what a plain list of everything that was added tells. */
class WindowPropertiesTest {

    private static final int STEPS = 400;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SLOT = Duration.ofMillis(100).toNanos();

    /** Tokens that were added at a time, in a slot. */
    private record Added(long at, long slot, long tokens) {}

    @Property(tries = 200, seed = "20261129")
    void theRequestsOfAMinuteAreThoseOfAList(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RequestWindow window = new RequestWindow();
        List<Long> all = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < STEPS; i++) {
            now += pause(random);
            long present = now;
            if (random.nextInt(4) == 0 && !all.isEmpty()) {
                Long one = all.get(all.size() - 1 - random.nextInt(Math.min(8, all.size())));
                window.remove(one);
                all.remove(one);
            } else {
                window.add(now);
                all.add(now);
            }
            long used = all.stream().filter(time -> present - time < MINUTE).count();
            assertThat(window.size(now)).isEqualTo((int) used);
            int limit = random.nextInt(1, 30);
            long wait = window.untilRoom(now, limit);
            assertThat(all.stream()
                            .filter(time -> present + wait - time < MINUTE)
                            .count())
                    .as("when it is over")
                    .isLessThan(limit);
            assertThat(wait == 0
                            || all.stream()
                                            .filter(time -> present + wait - 1 - time < MINUTE)
                                            .count()
                                    >= limit)
                    .as("and not before")
                    .isTrue();
        }
    }

    @Property(tries = 200, seed = "20261129")
    void theTokensOfAMinuteLeaveUpToATenthOfASecondLateAndNeverEarly(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TokenWindow window = new TokenWindow();
        List<Added> all = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < STEPS; i++) {
            now += pause(random);
            if (random.nextInt(4) == 0 && !all.isEmpty()) {
                int index = all.size() - 1 - random.nextInt(Math.min(8, all.size()));
                Added one = all.get(index);
                long less = random.nextLong(one.tokens() + 1);
                window.remove(now, one.slot(), less);
                all.set(index, new Added(one.at(), one.slot(), one.tokens() - less));
            } else {
                long tokens = random.nextLong(1000);
                all.add(new Added(now, window.add(now, tokens), tokens));
            }
            long used = window.sum(now);
            assertThat(used).isBetween(since(all, now - MINUTE), since(all, now - MINUTE - SLOT));
            long limit = random.nextLong(1000, 20_000);
            long tokens = random.nextLong(1, 1000);
            long wait = window.untilRoom(now, tokens, limit);
            assertThat(wait).isBetween(used + tokens <= limit ? 0L : 1L, MINUTE + SLOT);
            assertThat(since(all, now + wait - MINUTE - 1) + tokens)
                    .as("when it is over")
                    .isLessThanOrEqualTo(limit);
            assertThat(wait == 0 || since(all, now + wait - 1 - MINUTE - SLOT) + tokens > limit)
                    .as("and not before")
                    .isTrue();
        }
    }

    /** Often nothing, mostly less than a slot, sometimes longer than the window. */
    private static long pause(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> 0;
            case 2, 3, 4 -> random.nextLong(SLOT);
            case 5, 6 -> random.nextLong(MINUTE / 8);
            default -> random.nextInt(10) == 0 ? random.nextLong(3 * MINUTE) : SLOT;
        };
    }

    private static long since(List<Added> all, long time) {
        return all.stream()
                .filter(added -> added.at() > time)
                .mapToLong(Added::tokens)
                .sum();
    }
}
