package dev.ccproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.routing.Rests.Resting;
import dev.ccproxy.routing.Rests.Use;
import dev.ccproxy.routing.Rests.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Whatever happens in whatever order, what rests is what a plain model of the rules says. */
class RestsPropertyTest {

    private static final int STEPS = 300;

    private static final List<String> PROVIDERS = List.of("a", "b");
    private static final List<String> KEYS = List.of("k1", "k2");
    private static final List<Failure> FAILURES = List.of(Failure.values());
    private static final List<String> MODELS = List.of("opus", "haiku");

    /** In the model: the rest of one thing. */
    private static final class Rest {
        private long begins;
        private long ends;
        private int pauses;
        private @Nullable Running trial;
    }

    /** In the model: a request that is under way. */
    private static final class Running {
        private final Use use;
        private final Candidate candidate;
        private final long began;

        private Running(Use use, Candidate candidate, long began) {
            this.use = use;
            this.candidate = candidate;
            this.began = began;
        }
    }

    /** In the model: when the latest request began that has succeeded, and when the last success was known. */
    private record Success(long began, long at) {}

    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private final Rests rests = new Rests(() -> now);
    private final Map<What, Rest> model = new HashMap<>();
    private final Map<What, Success> successes = new HashMap<>();
    private final List<Running> running = new ArrayList<>();

    @Property(tries = 200, seed = "20261129")
    void whatRestsIsWhatTheRulesSay(@ForAll long seed) {
        new RestsPropertyTest().run(new SplittableRandom(seed));
    }

    private void run(SplittableRandom random) {
        for (int step = 0; step < STEPS; step++) {
            // Nothing happens at the same time.
            now += 1 + pause(random);
            if (running.isEmpty() || random.nextInt(5) < 2) {
                begin(candidate(random), random.nextInt(6) == 0);
            } else {
                end(running.remove(random.nextInt(running.size())), random);
            }
            compare();
        }
        recover();
    }

    private static Candidate candidate(SplittableRandom random) {
        return candidate(PROVIDERS.get(random.nextInt(2)), KEYS.get(random.nextInt(2)), MODELS.get(random.nextInt(2)));
    }

    private static Candidate candidate(String provider, String key, String model) {
        return new Candidate(new Target(Fixtures.provider(provider), model), key);
    }

    /** Nothing, moments, seconds, and sometimes what is longer than any pause. */
    private static long pause(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> 0;
            case 3, 4, 5 -> random.nextLong(Duration.ofMillis(500).toNanos());
            case 6, 7 -> random.nextLong(Duration.ofSeconds(5).toNanos());
            case 8 -> random.nextLong(Duration.ofMinutes(1).toNanos());
            default -> random.nextInt(20) == 0 ? Duration.ofHours(1).toNanos() : 0;
        };
    }

    private static List<What> scopes(Candidate of) {
        String provider = of.target().provider().name();
        return List.of(
                new What(provider, null, null),
                new What(provider, null, of.target().model()),
                new What(provider, of.key(), null),
                new What(provider, of.key(), of.target().model()));
    }

    private static What scope(Candidate of, Failure.About about) {
        return scopes(of)
                .get(
                        switch (about) {
                            case PROVIDER -> 0;
                            case MODEL -> 1;
                            case KEY -> 2;
                            case KEY_AND_MODEL -> 3;
                            case NOTHING -> throw new AssertionError("nothing rests");
                        });
    }

    private boolean isClosed(What what) {
        Rest rest = model.get(what);
        return rest != null && (rest.trial != null || rest.ends - now > 0);
    }

    private void begin(Candidate candidate, boolean anyway) {
        boolean closed = scopes(candidate).stream().anyMatch(this::isClosed);
        Use use = anyway ? rests.beginAnyway(candidate) : rests.begin(candidate);
        if (closed && !anyway) {
            assertThat(use)
                    .as("nobody is let in before the pause is over, nor beside a trial")
                    .isNull();
            return;
        }
        assertThat(use).as("whoever may is let in").isNotNull();
        if (use == null) {
            return;
        }
        Running begun = new Running(use, candidate, now);
        running.add(begun);
        boolean trial = false;
        for (What what : scopes(candidate)) {
            Rest rest = model.get(what);
            if (!closed && rest != null) {
                assertThat(rest.trial).as("one at a time tries %s", what).isNull();
                rest.trial = begun;
                trial = true;
            }
        }
        assertThat(use.isTrial()).isEqualTo(trial);
    }

    private void end(Running it, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> succeeded(it);
            case 2 -> {
                it.use.unknown();
                leave(it);
            }
            default -> {
                Failure failure = FAILURES.get(random.nextInt(FAILURES.size()));
                failed(it, failure, asked(random));
            }
        }
    }

    private static @Nullable Duration asked(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofMillis(random.nextLong(1, 5000));
            case 2 -> Duration.ofSeconds(random.nextLong(5, 100));
            case 3 -> Duration.ofDays(3);
            default -> null;
        };
    }

    private void succeeded(Running it) {
        it.use.succeeded();
        for (What what : scopes(it.candidate)) {
            Rest rest = model.get(what);
            if (rest != null && (rest.trial == it || it.began - rest.begins > 0)) {
                model.remove(what);
            }
            Success last = successes.get(what);
            successes.put(
                    what, new Success(last != null && last.began() - it.began > 0 ? last.began() : it.began, now));
        }
        leave(it);
    }

    private void leave(Running it) {
        for (Rest rest : model.values()) {
            rest.trial = rest.trial == it ? null : rest.trial;
        }
    }

    private void failed(Running it, Failure failure, @Nullable Duration retryAfter) {
        List<Resting> before = rests.all();
        forget();
        it.use.failed(failure, retryAfter);
        if (failure.about() == Failure.About.NOTHING) {
            leave(it);
            assertThat(rests.all()).as("%s is about nobody", failure).isSubsetOf(before);
            return;
        }
        What what = scope(it.candidate, failure.about());
        boolean timeout = failure == Failure.RESPONSE_TIMEOUT || failure == Failure.CONNECT_TIMEOUT;
        Success success = successes.get(what);
        leave(it);
        if (timeout && success != null && success.began() - it.began > 0) {
            return;
        }
        boolean asks = retryAfter != null && !retryAfter.isZero();
        Rest rest = model.get(what);
        if (rest == null) {
            rest = new Rest();
            rest.pauses = 1;
            model.put(what, rest);
        } else if (rest.ends - now > 0) {
            Duration left = Duration.ofNanos(rest.ends - now);
            if (!asks || hour(retryAfter).compareTo(left) <= 0) {
                return;
            }
        } else {
            rest.pauses = Math.min(10, rest.pauses + 1);
        }
        rest.begins = now;
        rest.ends = now + (asks ? hour(retryAfter) : usual(failure, rest.pauses)).toNanos();
    }

    private static Duration hour(@Nullable Duration asked) {
        return asked == null || asked.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : asked;
    }

    /** 1 s, 2 s, 4 s and so on up to a minute; for a key 30 s up to 10 minutes. */
    private static Duration usual(Failure failure, int pauses) {
        boolean key = failure.about() == Failure.About.KEY;
        long seconds = key ? 30 : 1;
        for (int i = 1; i < pauses; i++) {
            seconds *= 2;
        }
        return Duration.ofSeconds(Math.min(seconds, key ? 600 : 60));
    }

    /** Five minutes after its end a rest that nobody tries is over, and a success says nothing. */
    private void forget() {
        model.values()
                .removeIf(rest -> rest.trial == null
                        && now - rest.ends > Duration.ofMinutes(5).toNanos());
        successes
                .values()
                .removeIf(last -> now - last.at() > Duration.ofMinutes(5).toNanos());
    }

    private void compare() {
        forget();
        Map<What, List<Object>> told = rests.all().stream()
                .collect(Collectors.toMap(Resting::what, resting -> List.of(resting.left(), resting.failures())));
        Map<What, List<Object>> expected = new HashMap<>();
        model.forEach((what, rest) ->
                expected.put(what, List.of(Duration.ofNanos(Math.max(0, rest.ends - now)), rest.pauses)));
        assertThat(told).isEqualTo(expected);
        for (Resting resting : rests.all()) {
            assertThat(resting.left()).isBetween(Duration.ZERO, Duration.ofHours(1));
        }
    }

    /** When all is well, one request for each thing that rests is enough, and all others are let in. */
    private void recover() {
        running.forEach(it -> it.use.unknown());
        now += Duration.ofHours(1).toNanos();
        for (String provider : PROVIDERS) {
            for (String key : KEYS) {
                for (String name : MODELS) {
                    Use first = rests.begin(candidate(provider, key, name));
                    assertThat(first).isNotNull();
                    if (first != null) {
                        first.succeeded();
                    }
                    for (int i = 0; i < 3; i++) {
                        Use next = rests.begin(candidate(provider, key, name));
                        assertThat(next).isNotNull();
                        assertThat(next != null && next.isTrial()).isFalse();
                    }
                }
            }
        }
        assertThat(rests.all()).isEmpty();
    }
}
