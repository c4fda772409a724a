package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.database.PostgreSql;
import dev.ccproxy.it.MessagesClient.Reply;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The history in PostgreSQL by the server's own DataSource, set up by the files that we ship, and a PostgreSQL that fails. */
@Tag("slow") // waits for outages to pass
class DatabaseIT {

    /** How a database is away. */
    enum Outage {
        STOPPED {
            @Override
            void begin() {
                postgreSql.stop();
            }

            @Override
            void end() {
                postgreSql.comeBack();
            }
        },
        FROZEN {
            @Override
            void begin() {
                postgreSql.freeze();
            }

            @Override
            void end() {
                postgreSql.thaw();
            }
        };

        abstract void begin();

        abstract void end();
    }

    private static final String KEY = "database-key";
    private static final String HISTORY = "/status/history";

    /** What waits for a connection to the database waits for 5 s. */
    private static final Duration NO_WAITING = Duration.ofSeconds(2);

    private static PostgreSql postgreSql;
    private static String database;
    private static ScriptedProvider provider;
    private static FakeProvider flapping;
    private static Server server;

    @BeforeAll
    static void start() {
        postgreSql = PostgreSql.start();
        database = postgreSql.database();
        provider = new ScriptedProvider();
        provider.on("model", turn -> turn.json(200, AnthropicReplies.MESSAGE));
        flapping = FakeProvider.answering();
        server = node("a");
        awaiting().until(() -> storage(server).equals("database"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (postgreSql != null) {
            postgreSql.close();
        }
    }

    private static Server node(String name) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CCPROXY_API_KEY", KEY,
                "CCPROXY_PROVIDERS", "steady,flapping",
                "CCPROXY_PROVIDER_STEADY_BASE_URL", provider.url(),
                "CCPROXY_PROVIDER_STEADY_FORMAT", "anthropic",
                "CCPROXY_PROVIDER_FLAPPING_BASE_URL", flapping.url(),
                "CCPROXY_CHECK_INTERVAL", "1s",
                "CCPROXY_CHECK_TIMEOUT", "900ms",
                "CCPROXY_CHECK_SLOW_AFTER", "800ms",
                "CCPROXY_DATASOURCE", "jdbc/ccproxy",
                "CCPROXY_NODE", name));
        environment.putAll(Map.of(
                "DATABASE_DRIVER",
                PostgreSql.driver().toString(),
                "DATABASE_HOST",
                "127.0.0.1",
                "DATABASE_PORT",
                Integer.toString(postgreSql.port()),
                "DATABASE_NAME",
                database,
                "DATABASE_USER",
                PostgreSql.USER,
                "DATABASE_PASSWORD",
                PostgreSql.PASSWORD));
        return Server.start(environment, new Extras().withPostgreSql());
    }

    private static ConditionFactory awaiting() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(200));
    }

    private static String storage(Server of) {
        return json(of, HISTORY).getString("storage", "");
    }

    /** Empty where there is none. */
    private static JsonObject json(Server of, String path) {
        Response response = of.client().get(path);
        return response.status() == 200 ? response.json() : JsonObject.EMPTY_JSON_OBJECT;
    }

    private static List<JsonObject> incidents(String path) {
        JsonObject history = json(server, path);
        return history.isEmpty() ? List.of() : history.getJsonArray("incidents").getValuesAs(JsonObject.class);
    }

    private static String stateOfFlapping() {
        return json(server, "/status/providers/flapping").getString("state", "");
    }

    /** The provider goes away and comes back, and the monitor sees both. */
    private static void flap() {
        flapping.close();
        awaiting().until(() -> stateOfFlapping().equals("down"));
        flapping.comeBack();
        awaiting().until(() -> stateOfFlapping().equals("up"));
    }

    private static void awaitAnIncidentOfNodeASince(Instant begin) {
        awaiting()
                .untilAsserted(() -> assertThat(incidents(HISTORY + "?node=a")).anySatisfy(incident -> {
                    assertThat(incident.getString("provider")).isEqualTo("flapping");
                    assertThat(Instant.parse(incident.getString("began_at"))).isAfter(begin.minusMillis(1));
                    assertThat(incident.getBoolean("ongoing")).isFalse();
                    assertThat(incident.getBoolean("end_known")).isTrue();
                }));
    }

    private static long attempts() {
        return json(server, "/status/providers/steady/history?from=30m&step=1m&node=a")
                .getJsonArray("providers")
                .stream()
                .flatMap(each -> each.asJsonObject().getJsonArray("points").stream())
                .filter(point -> !point.asJsonObject().isNull("traffic"))
                .mapToLong(
                        point -> point.asJsonObject().getJsonObject("traffic").getInt("attempts"))
                .sum();
    }

    /** How often the log has a sentence: Open Liberty writes it twice, on the console and into a file. */
    private static int logged(String text) {
        String logs = server.logs();
        int copies = count(logs, " has started on ");
        assertThat(count(logs, text) % copies).isZero();
        return count(logs, text) / copies;
    }

    private static int count(String logs, String text) {
        return logs.split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }

    @Test
    void whatHappenedIsStillThereAfterARestart() {
        Instant begin = Instant.now();
        flap();
        awaitAnIncidentOfNodeASince(begin);
        List<JsonObject> before = incidents(HISTORY);

        server.stop();
        server = node("a");

        awaiting().until(() -> incidents(HISTORY).equals(before));
        assertThat(json(server, HISTORY).getJsonArray("annotations").getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("kind"))
                .contains("started", "stopped");
        assertThat(server.logs()).doesNotContain(PostgreSql.PASSWORD);
    }

    @ParameterizedTest
    @EnumSource
    void anOutageSlowsNothingAndLosesNothing(Outage outage) throws Exception {
        awaiting().until(() -> storage(server).equals("database"));
        int outages = logged("The history cannot be kept");
        int recoveries = logged("The history is being kept again");
        long attempts = attempts();
        int sent = 0;
        Instant begin = Instant.now();
        outage.begin();
        try {
            // Until it is noticed, a request may be answered from what was read before.
            awaiting().until(() -> logged("The history cannot be kept") == outages + 1);
            Response history = server.client().get(HISTORY);
            assertThat(history.status()).isEqualTo(503);
            assertThat(history.errorType()).isEqualTo("service_error");
            assertThat(history.json().getJsonObject("error").getString("message"))
                    .matches("The database (does|did) not respond (as it should|in time)");

            flapping.close();
            for (; !stateOfFlapping().equals("down"); sent++) {
                assertThatNothingWaits();
            }
            flapping.comeBack();
            for (; !stateOfFlapping().equals("up"); sent++) {
                assertThatNothingWaits();
            }
        } finally {
            outage.end();
        }

        awaitAnIncidentOfNodeASince(begin);
        long expected = attempts + sent;
        awaiting().until(() -> attempts() == expected);
        awaiting().until(() -> logged("The history is being kept again") == recoveries + 1);
        assertThat(logged("The history cannot be kept")).isEqualTo(outages + 1);
        assertThat(json(server, HISTORY).getInt("lost_rows")).isZero();
    }

    private static void assertThatNothingWaits() throws IOException {
        Instant begin = Instant.now();
        assertThat(server.client().get("/status").status()).isEqualTo(200);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(NO_WAITING);

        begin = Instant.now();
        try (Reply reply = new MessagesClient(server.client(), KEY).post("{\"model\":\"steady,model\"}")) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo(AnthropicReplies.MESSAGE);
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(NO_WAITING);
    }

    @Test
    void aNodeThatStartsWhileTheDatabaseIsAwayJoinsTheOthersWhenItIsBack() {
        postgreSql.stop();
        try (Server other = startedWithoutDatabase()) {
            postgreSql.comeBack();

            awaiting().until(() -> nodes(other, "").equals(List.of("a", "b")));
            assertThat(nodes(server, "")).containsExactly("a", "b");
            assertThat(json(other, HISTORY).getString("node")).isEqualTo("b");
            assertThat(json(other, HISTORY).getInt("lost_rows")).isZero();
            assertThat(json(server, HISTORY + "?node=b")
                            .getJsonArray("annotations")
                            .getValuesAs(JsonObject.class))
                    .as("what happened before the database was back")
                    .anySatisfy(each -> {
                        assertThat(each.getString("node")).isEqualTo("b");
                        assertThat(each.getString("kind")).isEqualTo("started");
                    });
        }
    }

    private static Server startedWithoutDatabase() {
        Server other = node("b");
        assertThat(other.client().get("/status").status()).isEqualTo(200);
        awaiting().until(() -> other.client().get("/health/ready").status() == 200);
        assertThat(other.client().get(HISTORY).status()).isEqualTo(503);
        return other;
    }

    private static List<String> nodes(Server of, String query) {
        JsonObject history = json(of, HISTORY + query);
        return history.isEmpty()
                ? List.of()
                : history.getJsonArray("nodes").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList();
    }

    @Test
    void aDataSourceThatTheServerDoesNotHaveIsAFault() {
        try (Server other = Server.start(Map.of("CCPROXY_API_KEY", KEY, "CCPROXY_DATASOURCE", "jdbc/none"))) {
            assertThat(other.client().get("/status").status()).isEqualTo(503);
            assertThat(other.client().get(HISTORY).status()).isEqualTo(503);
            assertThat(other.logs()).contains("ccproxy.datasource names a DataSource that the server does not have");
        }
    }
}
