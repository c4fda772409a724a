package dev.ccproxy.usage;

import static dev.ccproxy.usage.Records.NOON;
import static dev.ccproxy.usage.Records.record;
import static dev.ccproxy.usage.Records.served;
import static dev.ccproxy.usage.Records.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.config.Role;
import dev.ccproxy.database.Database;
import dev.ccproxy.database.Databases;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.usage.UsageRecord.Estimate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept in PostgreSQL, in H2 and in memory is the same, and is found in the same way. */
class UsageStoreTest {

    /** Where the ledger is kept. */
    enum Kind {
        DATABASE,
        FILE,
        MEMORY
    }

    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");

    @TempDir
    private Path folder;

    private @Nullable Database opened;

    private UsageStore store(Kind kind) throws Exception {
        if (kind == Kind.MEMORY) {
            return new MemoryUsageStore();
        }
        opened = kind == Kind.FILE ? Databases.file(Files.createDirectories(folder)) : Databases.postgreSql();
        return new SqlUsageStore(opened, "node");
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private static Batch batch(long number, UsageRecord... records) {
        return new Batch(
                number,
                Arrays.stream(records)
                        .map(record -> LedgerEntry.of(
                                record, String.valueOf(record.model()), Records.prices(), ZoneId.of("UTC")))
                        .toList());
    }

    private static UsageQuery query(String query) {
        return UsageQuery.of(query, Records.client("boss", null, Role.OPERATOR), TODAY, TODAY.minusDays(400));
    }

    private static List<String> read(UsageStore store, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (UsageRow row : store.read(query(query))) {
            rows.add(String.join(" ", row.names()) + ": " + row.figures().count(Measure.ATTEMPTS) + " "
                    + row.figures().count(Measure.INPUT_TOKENS) + "/"
                    + row.figures().count(Measure.OUTPUT_TOKENS) + " "
                    + row.figures().cost().stripTrailingZeros().toPlainString());
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void addsUpByWhateverIsAskedFor(Kind kind) throws Exception {
        UsageStore store = store(kind);
        assertThat(store.storage()).isEqualToIgnoringCase(kind.name());
        assertThat(store.read(query("month=2026-11"))).isEmpty();
        store.write(batch(1, served(NOON, "alice", "web", 10, 2), served(NOON, "bob", null, 100, 20)));
        store.write(batch(
                2,
                served(NOON.plus(Duration.ofDays(1)), "alice", "web", 1000, 200),
                served(NOON.minus(Duration.ofDays(30)), "alice", "web", 1, 1)));
        assertSums(store);
        while (store.addUp()) {
            // Until everything is added up.
        }
        assertSums(store);
        store.write(batch(3, served(NOON, "alice", "web", 5, 1)));
        assertThat(read(store, "month=2026-11&by=day,client&client=alice"))
                .as("what is added up, and what is not yet")
                .containsExactly("2026-11-25 alice: 2 15/3 0.00009", "2026-11-26 alice: 1 1000/200 0.006");
    }

    private static void assertSums(UsageStore store) throws SQLException {
        assertThat(read(store, "month=2026-11")).containsExactly(": 3 1110/222 0.00666");
        assertThat(read(store, "from=2026-10-01&to=2026-11-30&by=month"))
                .containsExactly("2026-10: 1 1/1 0.000018", "2026-11: 3 1110/222 0.00666");
        assertThat(read(store, "from=2026-10-15&to=2026-11-25&by=month"))
                .containsExactly("2026-10: 1 1/1 0.000018", "2026-11: 2 110/22 0.00066");
        assertThat(read(store, "from=2026-11-25&to=2026-11-26&by=day,client"))
                .containsExactly(
                        "2026-11-25 alice: 1 10/2 0.00006",
                        "2026-11-25 bob: 1 100/20 0.0006",
                        "2026-11-26 alice: 1 1000/200 0.006");
        assertThat(read(store, "month=2026-11&by=team"))
                .containsExactly(": 1 100/20 0.0006", "web: 2 1010/202 0.00606");
        assertThat(read(store, "month=2026-11&by=provider,model,route&client=bob"))
                .containsExactly("acme model long: 1 100/20 0.0006");
        assertThat(read(store, "month=2026-11&by=session&team=web")).containsExactly("session-1: 2 1010/202 0.00606");
        assertThat(read(store, "month=2026-11&session=another")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyFigureIsKept(Kind kind) throws Exception {
        UsageStore store = store(kind);
        Usage all = new Usage(1L, 2L, 30L, 4L, 10L, 1L);
        store.write(batch(
                1,
                record(NOON, "a", "t", null, "model", null, all, Estimate.NONE),
                record(NOON, "a", "t", null, "model", Failure.CUT_SHORT, usage(7, 0), new Estimate(0, 9)),
                record(NOON, "a", "t", null, "unpriced", Failure.CLIENT_GONE, Usage.UNKNOWN, new Estimate(5, 0))));

        UsageFigures figures = store.read(query("month=2026-11")).get(0).figures();
        assertThat(figures.counts()).containsExactly(3L, 2L, 8L, 2L, 30L, 10L, 4L, 1L, 2L, 5L, 9L, 1L, 0L, 4500L);
        // 1 × 3 + 2 × 15 + 4 × 0.30 + 20 × 3.75 + 10 × 6, and 7 × 3, in millionths.
        assertThat(figures.cost()).isEqualByComparingTo("0.0001902");
        assertThat(figures.estimatedCost()).isEqualByComparingTo("0.000135");
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void aBatchThatIsWrittenAgainCountsOnce(Kind kind) throws Exception {
        UsageStore store = store(kind);
        Batch first = batch(1, served(NOON, "alice", "web", 10, 2));
        store.write(first);
        store.write(first);
        Batch second = batch(2, served(NOON, "alice", "web", 10, 2));
        store.write(second);
        store.write(second);
        assertThat(read(store, "month=2026-11")).containsExactly(": 2 20/4 0.00012");
        assertThat(count("ccproxy_usage_attempt")).isEqualTo(2);

        UsageStore afterRestart = new SqlUsageStore(Objects.requireNonNull(opened), "node");
        afterRestart.write(first);
        assertThat(read(store, "month=2026-11"))
                .as("the numbers begin anew with each start")
                .containsExactly(": 3 30/6 0.00018");
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void whatIsOldGoesInSmallSteps(Kind kind) throws Exception {
        UsageStore store = store(kind);
        Instant old = NOON.minus(Duration.ofDays(40));
        UsageRecord[] records = new UsageRecord[2500];
        Arrays.setAll(records, i -> served(old.plusMillis(i), "alice", "web", 1, 1));
        store.write(batch(1, records));
        store.write(batch(2, served(NOON, "alice", "web", 10, 2)));
        while (store.addUp()) {
            // Until everything is added up.
        }

        assertThat(store.prune(NOON.minus(Duration.ofDays(30)), TODAY.minusDays(30)))
                .isTrue();
        assertThat(count("ccproxy_usage_attempt")).isEqualTo(500);
        while (store.prune(NOON.minus(Duration.ofDays(30)), TODAY.minusDays(30))) {
            // Until nothing is old.
        }
        assertThat(count("ccproxy_usage_attempt")).isEqualTo(1);
        assertThat(read(store, "from=2026-10-16&to=2026-11-25&by=day")).containsExactly("2026-11-25: 1 10/2 0.00006");
        assertThat(read(store, "month=2026-10"))
                .as("the sums of months stay")
                .containsExactly(": 2500 2500/2500 0.045");
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void theViewsHaveWhatTheTablesHave(Kind kind) throws Exception {
        UsageStore store = store(kind);
        store.write(batch(1, served(NOON, "alice", "web", 10, 2), served(NOON, "bob", "web", 10, 2)));
        assertThat(text("SELECT SUM(cost_usd) FROM ccproxy_usage_by_month"
                        + " WHERE usage_month = DATE '2026-11-01' AND team = 'web'"))
                .startsWith("0.00012");
        assertThat(text("SELECT COUNT(*) FROM ccproxy_usage_by_day WHERE usage_day = DATE '2026-11-25'"))
                .isEqualTo("2");
        assertThat(text("SELECT COUNT(*) FROM ccproxy_usage_attempt"
                        + " WHERE started_at >= TIMESTAMP WITH TIME ZONE '2026-11-25 12:00:00+00'"
                        + " AND model_asked = 'alias' AND cost_usd > 0"))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void anAttemptIsKeptAsItIsWhateverItsTextsAre(Kind kind) throws Exception {
        UsageStore store = store(kind);
        List<String> odd = List.of("NULL", "a \"b\" \\ c", "{d,'e'}", " ", "äöü 漢字 🙂", "new\nline");
        List<UsageRecord> records = new ArrayList<>();
        for (String model : odd) {
            records.add(record(NOON, "a", null, null, model, null, Usage.UNKNOWN, Estimate.NONE));
        }
        String halfACharacter = "\uD83D!";
        records.add(record(
                NOON,
                "a",
                "t",
                "s",
                halfACharacter,
                Failure.CUT_SHORT,
                new Usage(1L, 2L, 3L, 4L, 5L, 6L),
                new Estimate(7, 8)));
        store.write(batch(1, records.toArray(UsageRecord[]::new)));
        assertThat(count("ccproxy_usage_attempt")).isEqualTo(records.size());
        for (String model : odd) {
            assertThat(text("SELECT COUNT(*) FROM ccproxy_usage_attempt WHERE model = '" + model.replace("'", "''")
                            + "' AND team = '' AND session_id = '' AND failure = '' AND input_tokens IS NULL"
                            + " AND thinking_tokens IS NULL AND cost_usd IS NULL AND estimated_input_tokens = 0"))
                    .as(model)
                    .isEqualTo("1");
        }
        assertThat(text("SELECT COUNT(*) FROM ccproxy_usage_attempt WHERE node = 'node' AND client = 'a' AND team = 't'"
                        + " AND session_id = 's' AND request_class = 'main' AND route = 'long' AND provider = 'acme'"
                        + " AND model_asked = 'alias' AND failure = 'cut_short' AND http_status = 200 AND input_tokens = 1"
                        + " AND output_tokens = 2 AND cache_creation_input_tokens = 3 AND cache_read_input_tokens = 4"
                        + " AND cache_creation_1h_input_tokens = 5 AND thinking_tokens = 6 AND estimated_input_tokens = 7"
                        + " AND estimated_output_tokens = 8 AND first_byte_ms = 100 AND duration_ms = 1500"
                        + " AND request_id = 'request' AND provider_request_id = 'provider-request' AND losses = ''"
                        + " AND NOT possibly_billed_twice AND cost_usd IS NULL AND estimated_cost_usd IS NULL"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void mostOfAMonthIsWhatItsDaysAre(Kind kind) throws Exception {
        UsageStore store = store(kind);
        UsageRecord[] records = new UsageRecord[30];
        Arrays.setAll(
                records,
                i -> served(
                        Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(i)),
                        i % 2 == 0 ? "alice" : i < 4 ? "early" : "bob",
                        "web",
                        1L << i,
                        i));
        store.write(batch(1, records));
        boolean more = true;
        while (more) {
            more = store.addUp();
            for (String range :
                    List.of("from=2026-11-05&to=2026-11-25", "from=2026-11-06&to=2026-11-29", "to=2026-11-17")) {
                String query = range + "&by=client,model";
                List<String> byDay = read(store, query.replace("by=client", "by=client,day"));
                List<String> whole = read(store, query);
                assertThat(tokens(whole)).as(query).isEqualTo(tokens(byDay));
                assertThat(whole).as(query).noneMatch(row -> row.contains(": 0 "));
            }
        }
    }

    /** Those of the input, which is between the attempts and a slash. */
    private static long tokens(List<String> rows) {
        return rows.stream()
                .mapToLong(row ->
                        Long.parseLong(row.substring(row.indexOf(' ', row.indexOf(": ") + 2) + 1, row.indexOf('/'))))
                .sum();
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void whatAProgramHasLeftBehindIsAddedUpByAnother(Kind kind) throws Exception {
        store(kind).write(batch(1, served(NOON, "alice", "web", 10, 2)));
        UsageStore other = new SqlUsageStore(Objects.requireNonNull(opened), "other");
        assertThat(other.addUp()).as("it may still run").isFalse();
        assertThat(count("ccproxy_usage_recent")).isEqualTo(1);
        assertThat(text("UPDATE ccproxy_usage_writer SET written_at = written_at - INTERVAL '2' MINUTE"))
                .isEqualTo("1");
        assertThat(other.addUp()).isTrue();
        assertThat(count("ccproxy_usage_recent")).isZero();
        assertThat(text("SELECT node FROM ccproxy_usage_by_day")).isEqualTo("node");
        assertThat(read(other, "month=2026-11")).containsExactly(": 1 10/2 0.00006");
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void tooManySessionsAreRefusedBeforeTheyAreAddedUp(Kind kind) throws Exception {
        UsageStore store = store(kind);
        UsageRecord[] records = new UsageRecord[10_001];
        Arrays.setAll(records, i -> record(NOON, "a", "t", "session-" + i, "model", null, usage(1, 1), Estimate.NONE));
        store.write(batch(1, records));
        while (store.addUp()) {
            // Until everything is added up.
        }
        assertThatThrownBy(() -> store.read(query("month=2026-11&by=session")))
                .isInstanceOf(ErrorException.class)
                .hasMessageStartingWith("There are more than 10000 sums");
        assertThat(read(store, "month=2026-11&by=session&session=session-7")).hasSize(1);
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(text("SELECT COUNT(*) FROM " + table));
    }

    private String text(String sql) throws SQLException {
        return Objects.requireNonNull(opened).inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!statement.execute(sql)) {
                    return Integer.toString(statement.getUpdateCount());
                }
                try (ResultSet row = statement.getResultSet()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }
}
