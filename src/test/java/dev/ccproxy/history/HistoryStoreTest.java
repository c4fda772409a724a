package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.database.PostgreSql;
import dev.ccproxy.monitor.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept in PostgreSQL, in H2 and in memory is the same, and is found in the same way. */
class HistoryStoreTest {

    /** Where rows are kept. */
    enum Kind {
        DATABASE,
        FILE,
        MEMORY
    }

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Scope DAY = new Scope(NOON, NOON.plus(Duration.ofDays(1)), null, null);

    @TempDir
    private Path folder;

    private @Nullable Database opened;

    private HistoryStore store(Kind kind) throws Exception {
        if (kind == Kind.MEMORY) {
            return new MemoryStore();
        }
        opened = kind == Kind.FILE ? Databases.file(Files.createDirectories(folder)) : Databases.postgreSql();
        return new SqlStore(opened);
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static Watch watch(long id, String node, Instant seenUntil) {
        return new Watch(id, node, 0, false, NOON, seenUntil);
    }

    private static Period period(int number, String provider, Instant beganAt, @Nullable Instant endedAt) {
        return new Period(1, number, provider, State.UP, "ok", null, beganAt, endedAt, null);
    }

    private static Bucket bucket(long watch, Step step, Instant begin, String provider, long down) {
        return new Bucket(
                new Bucket.Key(watch, step, step.begin(begin), provider),
                new Figures(7, 2, down, Figures.Checks.NONE, Traffic.NONE));
    }

    private static Annotation annotation(long watch, int number, Instant at) {
        return new Annotation(watch, number, at, "started", null);
    }

    private static Instant minute(double minutes) {
        return NOON.plusMillis((long) (minutes * 60_000));
    }

    private static Scope scope(Instant from, Instant to) {
        return new Scope(from, to, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhereItKeepsRows(Kind kind) throws Exception {
        assertThat(store(kind).storage()).isEqualToIgnoringCase(kind.name());
    }

    @ParameterizedTest
    @EnumSource
    void isEmptyAtFirst(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        store.write(List.of());
        store.prune(NOON);

        assertThat(store.watches(Instant.EPOCH)).isEmpty();
        assertThat(store.periods(DAY)).isEmpty();
        assertThat(store.buckets(Step.MINUTE, DAY)).isEmpty();
        assertThat(store.times(Step.DAY, DAY)).isEmpty();
        assertThat(store.annotations(DAY)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenComesBackAsItWas(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        Watch watch = new Watch(Long.MAX_VALUE, "node.example:3456", 0, true, NOON.plusMillis(1), minute(60));
        Period down = new Period(
                Long.MAX_VALUE, 1, "a", State.DOWN, "timeout", "ü 😀 ' \\ \"", minute(1), minute(2), minute(0.5));
        Period open = new Period(Long.MAX_VALUE, 2, "a", State.UP, "ok", null, minute(2), null, null);
        Figures.Checks checks = new Figures.Checks(
                20,
                3,
                new Phase(4, 50),
                new Phase(6, 70),
                new Phase(8, 90),
                new Phase(10, 110),
                new Phase(12, 130),
                140);
        Traffic traffic = new Traffic(15, Map.of("overloaded", 3L, "timeout", 1L), new Phase(16, 170));
        List<Bucket> buckets = new ArrayList<>();
        for (Step step : Step.values()) {
            buckets.add(new Bucket(
                    new Bucket.Key(Long.MAX_VALUE, step, step.begin(NOON), "a"),
                    new Figures(86_400_000, 18, 19, checks, traffic)));
        }
        Annotation annotation = new Annotation(Long.MAX_VALUE, 1, minute(3), "clock_set", "by +2.5 s");
        List<Row> rows = new ArrayList<>(buckets);
        rows.addAll(List.of(annotation, open, down, watch));

        store.write(rows);

        assertThat(store.watches(Instant.EPOCH)).containsExactly(watch.numbered(1));
        assertThat(store.periods(DAY)).containsExactlyInAnyOrder(down, open);
        for (Bucket bucket : buckets) {
            Scope scope = scope(NOON.minus(Duration.ofDays(1)), minute(1));
            assertThat(store.buckets(bucket.key().step(), scope)).containsExactly(bucket);
        }
        assertThat(store.annotations(DAY)).containsExactly(annotation);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenTwiceIsThereOnceInItsNewerState(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        Period period = period(1, "a", minute(1), null);
        store.write(List.of(
                watch(1, "n", minute(1)),
                period,
                annotation(1, 1, minute(1)),
                bucket(1, Step.MINUTE, minute(1), "a", 100)));

        Watch later = watch(1, "n", minute(5));
        Bucket fuller = bucket(1, Step.MINUTE, minute(1), "a", 200);
        store.write(List.of(later, period.endedAt(minute(4)), annotation(1, 1, minute(1)), fuller));
        store.write(List.of(later, period.endedAt(minute(4)), annotation(1, 1, minute(1)), fuller));

        assertThat(store.watches(Instant.EPOCH)).containsExactly(later.numbered(1));
        assertThat(store.periods(DAY)).containsExactly(period.endedAt(minute(4)));
        assertThat(store.buckets(Step.MINUTE, DAY)).containsExactly(fuller);
        assertThat(store.annotations(DAY)).containsExactly(annotation(1, 1, minute(1)));
    }

    @ParameterizedTest
    @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
    void settingsThatDifferFromTheLastTimeAreNamed(Kind kind) throws Exception {
        HistoryStore store = store(kind);

        Map<String, String> before = Map.of("same", "1", "changed", "1", "gone", "1");
        Map<String, String> after = Map.of("same", "1", "changed", "2", "new", "1");

        assertThat(store.changedSettings("n", before)).isEmpty();
        store.keepSettings("n", before);
        assertThat(store.changedSettings("n", before)).isEmpty();
        assertThat(store.changedSettings("n", after)).containsExactly("changed", "gone", "new");
        store.keepSettings("n", after);
        assertThat(store.changedSettings("n", after)).isEmpty();
        assertThat(store.changedSettings("other", before)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void watchesOfANodeAreNumberedInTheOrderInWhichTheyAreWritten(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        for (int id : new int[] {30, 10, 20}) {
            store.write(List.of(watch(id, "n", minute(id))));
        }
        store.write(List.of(watch(30, "n", minute(40))));

        assertThat(store.watches(minute(20)))
                .extracting(Watch::id, Watch::number)
                .containsExactly(tuple(30L, 1), tuple(20L, 3));
    }

    @ParameterizedTest
    @EnumSource
    void aPeriodIsFoundWhereItIsAtLeastPartlyInTheScope(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        store.write(List.of(
                watch(1, "n", minute(30)),
                period(1, "a", minute(0), minute(10)),
                period(2, "b", minute(10), minute(20)),
                period(3, "a", minute(20), null)));

        assertThat(numbers(store.periods(scope(minute(10), minute(20))))).containsExactlyInAnyOrder(1, 2);
        assertThat(numbers(
                        store.periods(scope(minute(10).plusMillis(1), minute(20).plusMillis(1)))))
                .containsExactlyInAnyOrder(2, 3);
        assertThat(numbers(store.periods(scope(minute(30), minute(40))))).containsExactly(3);
        assertThat(numbers(store.periods(scope(minute(30).plusMillis(1), minute(40)))))
                .as("one without an end lasts as long as its watch")
                .isEmpty();
        assertThat(numbers(store.periods(new Scope(NOON, minute(40), "a", null))))
                .containsExactlyInAnyOrder(1, 3);
        assertThat(numbers(store.periods(new Scope(NOON, minute(40), "b", "n"))))
                .containsExactly(2);
        assertThat(store.periods(new Scope(NOON, minute(40), null, "N"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPeriodThatEndsWhileItIsLookedForIsThereOnce(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        store.write(List.of(watch(1, "one", minute(60))));
        AtomicInteger written = new AtomicInteger();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> all = writer.submit(() -> {
                for (int number = 1; number <= 100; number++) {
                    store.write(List.of(period(number, "a", minute(1), null)));
                    written.set(number);
                    store.write(List.of(period(number, "a", minute(1), minute(2))));
                }
                return true;
            });
            while (!all.isDone()) {
                int before = written.get();
                List<Integer> found = numbers(store.periods(DAY));

                assertThat(found).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(before);
            }
            all.get();
        } finally {
            writer.shutdownNow();
        }
    }

    private static List<Integer> numbers(List<Period> periods) {
        return periods.stream().map(Period::number).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aBucketIsFoundWhereItBeginsInTheScope(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        List<Row> rows = new ArrayList<>(List.of(watch(1, "n", minute(9)), watch(2, "m", minute(9))));
        for (int minute : new int[] {3, 1, 2}) {
            rows.add(bucket(1, Step.MINUTE, minute(minute), "a", minute));
        }
        rows.add(bucket(1, Step.MINUTE, minute(1), "b", 4));
        rows.add(bucket(2, Step.MINUTE, minute(1), "a", 5));
        rows.add(bucket(1, Step.HOUR, minute(0), "a", 6));
        store.write(rows);

        Scope one = new Scope(minute(1), minute(3), "a", "n");
        assertThat(store.buckets(Step.MINUTE, one))
                .extracting(each -> each.figures().down())
                .containsExactly(1L, 2L);
        assertThat(down(store.buckets(Step.MINUTE, scope(minute(1), minute(2)))))
                .containsExactlyInAnyOrder(1L, 4L, 5L);
        assertThat(down(store.buckets(
                        Step.MINUTE, scope(minute(1).plusMillis(1), minute(3).plusMillis(1)))))
                .as("to the millisecond")
                .containsExactly(2L, 3L);
        assertThat(down(store.buckets(Step.HOUR, DAY))).containsExactly(6L);
        assertThat(store.buckets(Step.DAY, DAY)).isEmpty();
    }

    private static List<Long> down(List<Bucket> buckets) {
        return buckets.stream().map(bucket -> bucket.figures().down()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void timesAreSumsByProvider(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        store.write(List.of(
                watch(1, "n", minute(9)),
                watch(2, "m", minute(9)),
                bucket(1, Step.MINUTE, minute(1), "a", 1),
                bucket(1, Step.MINUTE, minute(2), "a", 10),
                bucket(2, Step.MINUTE, minute(2), "a", 100),
                bucket(1, Step.MINUTE, minute(2), "b", 1000),
                bucket(1, Step.MINUTE, minute(3), "a", 10_000),
                bucket(1, Step.HOUR, minute(0), "a", 100_000)));

        assertThat(store.times(Step.MINUTE, scope(minute(1), minute(3))))
                .isEqualTo(Map.of("a", times(3, 111), "b", times(1, 1000)));
        assertThat(store.times(Step.MINUTE, new Scope(minute(1), minute(3), "a", "m")))
                .isEqualTo(Map.of("a", times(1, 100)));
    }

    private static Figures times(int buckets, long down) {
        return new Figures(buckets * 7L, buckets * 2L, down, Figures.Checks.NONE, Traffic.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void anAnnotationIsFoundWhereItHappenedInTheScope(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        store.write(List.of(
                watch(1, "n", minute(9)),
                watch(2, "m", minute(9)),
                annotation(1, 1, minute(1)),
                annotation(1, 2, minute(2)),
                annotation(2, 3, minute(2))));

        assertThat(store.annotations(scope(minute(1), minute(2)))).containsExactly(annotation(1, 1, minute(1)));
        assertThat(store.annotations(new Scope(minute(1), minute(3), null, "n")))
                .containsExactlyInAnyOrder(annotation(1, 1, minute(1)), annotation(1, 2, minute(2)));
    }

    @ParameterizedTest
    @EnumSource
    void bucketsAreForgottenByTheirLength(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        List<Row> rows = new ArrayList<>(List.of(watch(1, "n", NOON)));
        Duration[] ages = {
            Duration.ofHours(25),
            Duration.ofHours(27),
            Duration.ofDays(91),
            Duration.ofDays(93),
            Duration.ofDays(399),
            Duration.ofDays(402)
        };
        for (Duration age : ages) {
            for (Step step : Step.values()) {
                rows.add(bucket(1, step, NOON.minus(age), "a" + age.toHours(), age.toHours()));
            }
        }
        store.write(rows);

        store.prune(NOON);

        Scope all = scope(NOON.minus(Duration.ofDays(500)), NOON);
        assertThat(down(store.buckets(Step.MINUTE, all))).containsExactly(25L);
        assertThat(down(store.buckets(Step.HOUR, all))).containsExactly(91 * 24L, 27L, 25L);
        assertThat(down(store.buckets(Step.DAY, all)))
                .containsExactlyInAnyOrder(399 * 24L, 93 * 24L, 91 * 24L, 27L, 25L);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void theRestIsForgottenAfter400Days(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        Instant old = NOON.minus(Duration.ofDays(401));
        store.write(List.of(
                watch(1, "n", NOON),
                watch(2, "n", old),
                period(1, "a", old, old),
                period(2, "a", old.plus(Duration.ofDays(2)), null),
                annotation(1, 1, old),
                annotation(1, 2, old.plus(Duration.ofDays(2)))));

        store.prune(NOON);

        Scope all = scope(NOON.minus(Duration.ofDays(500)), NOON);
        assertThat(store.watches(Instant.EPOCH)).extracting(Watch::id).containsExactly(1L);
        assertThat(numbers(store.periods(all))).containsExactly(2);
        assertThat(store.annotations(all)).extracting(Annotation::number).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void aTextThatIsTooLongIsCutAndNulLeftOut(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        Period period = new Period(
                1, 1, "a", State.DOWN, "timeout", "\0" + "a".repeat(299) + "😀", minute(1), minute(2), minute(1));
        store.write(List.of(
                watch(1, "n", minute(9)), period, new Annotation(1, 1, minute(1), "configuration", "ü".repeat(1001))));

        assertThat(store.periods(DAY)).extracting(Period::detail).containsExactly("a".repeat(299));
        assertThat(store.annotations(DAY)).extracting(Annotation::note).containsExactly("ü".repeat(1000));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void ofABatchWithARowThatDoesNotFitNothingIsKeptAndTheErrorSaysThatItIsTheRows(Kind kind) throws Exception {
        HistoryStore store = store(kind);
        Annotation wrong = new Annotation(1, 2, minute(1), "k".repeat(41), null);

        assertThatThrownBy(() -> store.write(
                        List.of(watch(1, "n", minute(9)), annotation(1, 1, minute(1)), wrong, annotation(1, 3, NOON))))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).startsWith("22"));

        assertThat(store.watches(Instant.EPOCH)).isEmpty();
        assertThat(store.annotations(DAY)).isEmpty();
        store.write(List.of(watch(1, "n", minute(9)), annotation(1, 1, minute(1))));
        assertThat(store.annotations(DAY)).hasSize(1);
    }

    @Test
    void aStatementThatWaitsForALockIsGivenUp() throws Exception {
        PostgreSql server = PostgreSql.shared();
        String name = server.database();
        HistoryStore store = new SqlStore(Databases.postgreSql(name));
        Row row = bucket(1, Step.MINUTE, NOON, "a", 1);
        store.write(List.of(row));
        try (Connection other = server.source(name).getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE ccproxy_bucket");

            assertThatThrownBy(() -> store.write(List.of(row)))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState())
                                    .as("query_canceled")
                                    .isEqualTo("57014"));
            assertThatThrownBy(() -> store.buckets(Step.MINUTE, DAY))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState())
                                    .as("query_canceled")
                                    .isEqualTo("57014"));
            other.rollback();
        }
        store.write(List.of(row));
    }
}
