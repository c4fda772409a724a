package dev.ccproxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Limits;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.Role;
import dev.ccproxy.http.ErrorException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million requests of 64 threads, which are let in or refused while a clock goes on, and a count of our own of what was let
 * in: no limit is exceeded by one, at no moment.
 */
class LimiterRaceTest {

    private static final int THREADS = 64;
    private static final int REQUESTS = 1_000_000;
    private static final int CLIENTS = 6;
    private static final int TEAMS = 3;
    private static final int MAX_TOKENS = 200;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Those of a client, or of a team. */
    private record Bounds(int requests, int tokens, int atOnce) {

        Limits limits() {
            return new Limits(requests, tokens, atOnce, List.of(), List.of());
        }
    }

    /** Each limit is the narrow one for somebody. */
    private static final Map<String, Bounds> BOUNDS = Map.of(
            "client0", new Bounds(300, 60_000, 12),
            "client1", new Bounds(3_000, 15_000, 12),
            "client2", new Bounds(3_000, 60_000, 3),
            "client3", new Bounds(3_000, 60_000, 12),
            "client4", new Bounds(3_000, 60_000, 12),
            "client5", new Bounds(3_000, 60_000, 12),
            "team0", new Bounds(700, 200_000, 25),
            "team1", new Bounds(6_000, 40_000, 25),
            "team2", new Bounds(6_000, 200_000, 6));

    /** What happened at a moment: a request was let in, and tokens were reserved, or given back of those of a moment before. */
    private record Event(long at, long of, int requests, long tokens) {}

    private final AtomicLong clock = new AtomicLong();
    private static final ThreadLocal<Long> MOMENT = new ThreadLocal<>();

    /** Every look at it is a moment of its own, and the thread that looks knows it. */
    private final Limiter limiter = new Limiter(() -> {
        MOMENT.set(clock.addAndGet(3_000_000));
        return MOMENT.get();
    });

    private final Set<String> reached = new TreeSet<>();
    private final AtomicInteger left = new AtomicInteger(REQUESTS);
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> mostUnderWay = new ConcurrentHashMap<>();
    private final CyclicBarrier barrier = new CyclicBarrier(THREADS);

    private static String team(int client) {
        return "team" + client % TEAMS;
    }

    @Test
    // A few seconds, on two cores that have nothing else to do.
    @Timeout(180)
    void noLimitIsExceededByOne() throws Exception {
        Map<String, Limits> limits = BOUNDS.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, of -> of.getValue().limits()));
        limiter.use(new LimitsSettings(Limits.NONE, Limits.NONE, limits, limits));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Map<String, List<Event>> events = new HashMap<>();
        int letIn = 0;
        try {
            List<Callable<Map<Integer, List<Event>>>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                work.add(() -> send(new SplittableRandom(seed)));
            }
            for (Future<Map<Integer, List<Event>>> future : threads.invokeAll(work)) {
                for (Map.Entry<Integer, List<Event>> of : future.get().entrySet()) {
                    letIn += of.getValue().stream().mapToInt(Event::requests).sum();
                    events.computeIfAbsent("client" + of.getKey(), its -> new ArrayList<>())
                            .addAll(of.getValue());
                    events.computeIfAbsent(team(of.getKey()), its -> new ArrayList<>())
                            .addAll(of.getValue());
                }
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(letIn)
                .as("of a million, many are let in and many are refused")
                .isBetween(100_000, 900_000);
        BOUNDS.forEach((name, bounds) -> check(name, events.getOrDefault(name, List.of()), bounds));
        assertThat(reached)
                .contains(
                        "client0 requests",
                        "client1 tokens",
                        "client2 at once",
                        "team0 requests",
                        "team1 tokens",
                        "team2 at once");
        assertThat(limiter.figures().stream().filter(figure -> figure.limit().equals("concurrent-requests")))
                .as("all is given back")
                .allMatch(figure -> figure.used() == 0);
    }

    private Map<Integer, List<Event>> send(SplittableRandom random) throws Exception {
        Map<Integer, List<Event>> events = new HashMap<>();
        Runnable before = () -> {};
        int unused = barrier.await();
        while (left.getAndDecrement() > 0) {
            int number = random.nextInt(CLIENTS);
            Client client = new Client("client" + number, team(number), Role.CLIENT, "12345678");
            List<Event> its = events.computeIfAbsent(number, each -> new ArrayList<>());
            Permit permit = admitted(client);
            before.run();
            before = () -> {};
            if (permit == null) {
                continue;
            }
            long begun = MOMENT.get();
            count(client, 1);
            try {
                long tokens = random.nextInt(1, MAX_TOKENS);
                permit.reserve(() -> tokens);
                long reserved = MOMENT.get();
                its.add(new Event(begun, begun, 1, 0));
                its.add(new Event(reserved, reserved, 0, tokens));
                if (random.nextInt(4) > 0) {
                    long used = random.nextLong(tokens + 1);
                    permit.settle(used);
                    its.add(new Event(MOMENT.get(), reserved, 0, used - tokens));
                }
            } catch (ErrorException e) {
                // Then it counts for nothing but as one that is under way.
            } finally {
                if (random.nextInt(8) == 0) {
                    // However few cores there are, others are let in while this one is under way.
                    before = () -> end(client, permit);
                } else {
                    end(client, permit);
                }
            }
        }
        before.run();
        return events;
    }

    private @Nullable Permit admitted(Client client) {
        try {
            return limiter.admit(client);
        } catch (ErrorException e) {
            return null;
        }
    }

    private void end(Client client, Permit permit) {
        count(client, -1);
        permit.close();
    }

    private void count(Client client, int change) {
        for (String name : List.of(client.name(), String.valueOf(client.team()))) {
            int now = underWay.computeIfAbsent(name, its -> new AtomicInteger()).addAndGet(change);
            mostUnderWay.computeIfAbsent(name, its -> new AtomicInteger()).accumulateAndGet(now, Math::max);
        }
    }

    private void check(String name, List<Event> unsorted, Bounds limits) {
        List<Event> events =
                unsorted.stream().sorted(Comparator.comparingLong(Event::at)).toList();
        Deque<Long> requests = new ArrayDeque<>();
        Deque<Long> reservations = new ArrayDeque<>();
        Map<Long, Long> tokens = new HashMap<>();
        int mostRequests = 0;
        long sum = 0;
        long mostTokens = 0;
        for (Event event : events) {
            while (!requests.isEmpty() && requests.peekFirst() <= event.at() - MINUTE) {
                requests.removeFirst();
            }
            while (!reservations.isEmpty() && reservations.peekFirst() <= event.at() - MINUTE) {
                sum -= Objects.requireNonNull(tokens.remove(reservations.removeFirst()));
            }
            if (event.requests() > 0) {
                requests.addLast(event.at());
            }
            if (event.tokens() > 0) {
                reservations.addLast(event.at());
                tokens.put(event.at(), event.tokens());
                sum += event.tokens();
            } else if (event.tokens() < 0 && tokens.containsKey(event.of())) {
                tokens.merge(event.of(), event.tokens(), Long::sum);
                sum += event.tokens();
            }
            mostRequests = Math.max(mostRequests, requests.size());
            mostTokens = Math.max(mostTokens, sum);
        }
        int mostAtOnce = Objects.requireNonNull(mostUnderWay.get(name)).get();
        assertThat(mostRequests).as("%s, requests in a minute", name).isLessThanOrEqualTo(limits.requests());
        assertThat(mostTokens).as("%s, tokens in a minute", name).isLessThanOrEqualTo(limits.tokens());
        assertThat(mostAtOnce).as("%s, requests at once", name).isLessThanOrEqualTo(limits.atOnce());
        reached(mostRequests == limits.requests(), name + " requests");
        reached(mostTokens > limits.tokens() - MAX_TOKENS, name + " tokens");
        reached(mostAtOnce == limits.atOnce(), name + " at once");
    }

    private void reached(boolean is, String what) {
        if (is) {
            reached.add(what);
        }
    }
}
