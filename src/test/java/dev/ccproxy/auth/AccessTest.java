package dev.ccproxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.Logged;
import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.AuthSettings;
import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.config.GatewaySettings;
import dev.ccproxy.config.KeyFile;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.Settings;
import dev.ccproxy.config.StorageSettings;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.http.ErrorException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock("the log of Requests")
class AccessTest {

    private static final String UNAUTHORIZED = "Invalid or missing API key";

    private static final String KEYS = """
            client-key alice team=platform
            monitor-key nagios role=monitor
            operator-key carol role=operator
            old-key dave expires=2027-01-31
            """;

    @RegisterExtension
    final Logged logged = Logged.by(Requests.class);

    private Instant now = Instant.parse("2026-12-31T12:00:00Z");
    private final Requests requests = new Requests(() -> now.toEpochMilli());

    @ParameterizedTest
    @CsvSource({
        // What an operator may do, and whether a client, a monitor and a local caller without a key may.
        "GET,    /status,                       yes, yes, yes",
        "HEAD,   /status,                       yes, yes, yes",
        "GET,    /status/providers,             yes, yes, yes",
        "GET,    /status/maintenance,           yes, yes, yes",
        "PUT,    /status/maintenance,           403, 403, 401",
        "DELETE, /status/maintenance,           403, 403, 401",
        "POST,   /status/providers/groq/check,  403, 403, 401",
        "PATCH,  /status/whatever,              403, 403, 401",
        "QUERY,  /status,                       403, 403, 401",
        "get,    /status,                       403, 403, 401",
        "POST,   /v1/messages,                  yes, 403, 401",
        "GET,    /v1/models,                    yes, 403, 401",
        "GET,    /v1,                           yes, 403, 401",
        "POST,   /v10,                          403, 403, 401",
        "PUT,    /v1/../status/maintenance,     403, 403, 401",
        "GET,    /v1/./models,                  403, 403, 401",
        "GET,    /status//../v1/models,         403, 403, 401"
    })
    void eachRoleMayDoWhatIsItsOwn(String method, String path, String client, String monitor, String local)
            throws IOException {
        Access access = access(KEYS);

        assertThat(outcome(access, FakeRequest.of(method, path).key("operator-key")))
                .isEqualTo("yes");
        assertThat(outcome(access, FakeRequest.of(method, path).key("unnamed"))).isEqualTo("yes");
        assertThat(outcome(access, FakeRequest.of(method, path).key("client-key")))
                .isEqualTo(client);
        assertThat(outcome(access, FakeRequest.of(method, path).remote().key("client-key")))
                .isEqualTo(client);
        assertThat(outcome(access, FakeRequest.of(method, path).key("monitor-key")))
                .isEqualTo(monitor);
        assertThat(outcome(access, FakeRequest.of(method, path))).isEqualTo(local);
        assertThat(outcome(access, FakeRequest.of(method, path).remote())).isEqualTo("401");
        assertThat(outcome(access, FakeRequest.of(method, path).remote().key("wrong")))
                .isEqualTo("401");
    }

    @Test
    void saysWhoAsks() throws IOException {
        Access access = access(KEYS);
        HttpServletRequest request =
                FakeRequest.of("GET", "/status").key("client-key").request();
        Client alice = new Client(
                "alice", "platform", Role.CLIENT, ApiKey.of("client-key").label());

        assertThat(access.admit(request)).isEqualTo(alice);
        assertThat(Client.of(request)).isEqualTo(alice);
        assertThat(access.admit(FakeRequest.of("GET", "/status").key("unnamed").request()))
                .isEqualTo(new Client(
                        "default", null, Role.OPERATOR, ApiKey.of("unnamed").label()));
        assertThat(access.admit(FakeRequest.of("GET", "/status").request()))
                .isEqualTo(new Client("local", null, Role.CLIENT, "local"));
        assertThat(requests.byClient(List.of(alice)))
                .containsEntry(alice, new Requests.Use(1, now))
                .containsEntry(Client.LOCAL, new Requests.Use(1, now));
    }

    @Test
    void whoeverWasNotLetInIsNobody() {
        HttpServletRequest request = FakeRequest.of("GET", "/status").request();
        assertThatThrownBy(() -> Client.of(request)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void saysWhichRoleIsNeededAndWhichTheKeyHas() throws IOException {
        Access access = access(KEYS);

        assertThatThrownBy(() -> access.admit(FakeRequest.of("PUT", "/status/maintenance")
                        .key("client-key")
                        .request()))
                .isInstanceOf(ErrorException.class)
                .hasMessage("This needs a key with role operator; the role of this key is client");
        assertThatThrownBy(() -> access.admit(FakeRequest.of("POST", "/v1/messages")
                        .key("monitor-key")
                        .request()))
                .isInstanceOf(ErrorException.class)
                .hasMessage("This needs a key with role client or operator; the role of this key is monitor");
        assertThat(requests.refused()).containsEntry("wrong_role", 2L);
        assertThat(logged.warnings())
                .containsExactly("Refused alice (key " + ApiKey.of("client-key").label()
                        + ") at 127.0.0.1 (wrong_role): the role of the key does not allow this");
    }

    @Test
    void ofTwoValidKeysTheOneOfXApiKeyCounts() throws IOException {
        Access access = access(KEYS);

        assertThat(outcome(
                        access,
                        FakeRequest.of("DELETE", "/status/maintenance")
                                .header("Authorization: Bearer operator-key")
                                .key("client-key")))
                .isEqualTo("403");
        assertThat(outcome(
                        access,
                        FakeRequest.of("DELETE", "/status/maintenance")
                                .header("Authorization: Bearer client-key")
                                .key("operator-key")))
                .isEqualTo("yes");
        assertThat(outcome(
                        access,
                        FakeRequest.of("DELETE", "/status/maintenance")
                                .header("Authorization: Bearer operator-key")
                                .key("wrong")))
                .isEqualTo("yes");
    }

    @Test
    void aKeyIsValidOnItsLastDayAndNotThereafter() throws IOException {
        Access access = access(KEYS);
        FakeRequest old = FakeRequest.of("GET", "/status").remote().key("old-key");

        now = Instant.parse("2027-01-31T23:59:59Z");
        assertThat(outcome(access, old)).isEqualTo("yes");
        now = Instant.parse("2027-02-01T00:00:00Z");
        assertThat(outcome(access, old)).isEqualTo("401");
        assertThat(requests.refused()).containsEntry("expired_key", 1L).containsEntry("wrong_key", 0L);
    }

    @Test
    void anExpiredKeyNeitherHarmsAnotherKeyNorALocalCaller() throws IOException {
        Access access = access(KEYS);
        now = Instant.parse("2027-02-01T00:00:00Z");

        assertThat(outcome(
                        access,
                        FakeRequest.of("GET", "/status")
                                .remote()
                                .key("old-key")
                                .header("Authorization: Bearer client-key")))
                .isEqualTo("yes");
        assertThat(outcome(access, FakeRequest.of("GET", "/status").key("old-key")))
                .isEqualTo("yes");
    }

    @Test
    void anExpiredKeyIsCountedNoLonger() throws IOException {
        ApiKeys keys = keys(settings(List.of(), KeyFile.parse(KEYS.getBytes(UTF_8)), true));
        assertThat(keys.uses(requests)).hasSize(5);

        now = Instant.parse("2027-02-01T00:00:00Z");
        assertThat(keys.uses(requests).keySet())
                .extracting(Client::name)
                .containsExactly("alice", "nagios", "carol", "local");
    }

    @Test
    void noKeyThatIsLeftOpensV1ToNobody() throws IOException {
        Access access =
                access(settings(List.of(), KeyFile.parse("old alice expires=2026-01-01".getBytes(UTF_8)), true));

        assertThat(outcome(access, FakeRequest.of("POST", "/v1/messages").key("old")))
                .isEqualTo("401");
        assertThat(outcome(access, FakeRequest.of("POST", "/v1/messages"))).isEqualTo("401");
        assertThat(outcome(access, FakeRequest.of("GET", "/status").remote().key("old")))
                .isEqualTo("401");
    }

    @Test
    void aLocalCallerMayUseV1IfNoKeyIsConfigured() {
        Access open = access(settings(List.of(), null, true));
        HttpServletRequest local = FakeRequest.of("POST", "/v1/messages").request();

        assertThat(open.admit(local)).isEqualTo(Client.LOCAL);
        assertThat(Client.of(local)).isEqualTo(Client.LOCAL);
        assertThat(outcome(open, FakeRequest.of("POST", "/v1/messages").key("any")))
                .isEqualTo("yes");
        assertThat(outcome(open, FakeRequest.of("PUT", "/status/maintenance"))).isEqualTo("401");
        assertThat(outcome(open, FakeRequest.of("POST", "/v1/messages").remote()))
                .isEqualTo("401");
        assertThat(outcome(open, FakeRequest.of("POST", "/v1/messages").header("X-Forwarded-For: 192.0.2.1")))
                .isEqualTo("401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status", "/v1/messages"})
    void nobodyIsLocalIfTheLocalWayIsClosed(String path) {
        Access closed = access(settings(List.of(ApiKey.of("unnamed")), null, false));
        assertThat(outcome(closed, FakeRequest.of("GET", path))).isEqualTo("401");
        assertThat(outcome(closed, FakeRequest.of("GET", path).key("unnamed"))).isEqualTo("yes");
    }

    @Test
    void aKeyOfTheConfigurationCountsBeforeTheSameKeyOfTheFile() throws IOException {
        Access access = access(
                settings(List.of(ApiKey.of("client-key")), KeyFile.parse("client-key alice".getBytes(UTF_8)), true));
        assertThat(access.admit(FakeRequest.of("PUT", "/status/maintenance")
                                .key("client-key")
                                .request())
                        .name())
                .isEqualTo("default");
    }

    @Test
    void tellsWhatIsWrongWithTheConfigurationOnlyToThoseWhoMayAsk() throws IOException {
        Settings valid = settings(List.of(), KeyFile.parse(KEYS.getBytes(UTF_8)), true);
        Access access = access(new Settings(
                null,
                null,
                valid.auth(),
                Map.of(),
                Map.of(),
                Map.of(),
                valid.check(),
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                valid.gateway(),
                valid.limits(),
                valid.storage(),
                valid.usage(),
                null,
                Map.of(),
                Map.of(),
                false,
                List.of("faulty"),
                List.of()));

        assertThatThrownBy(() -> access.admit(FakeRequest.of("GET", "/status").request(), true))
                .hasMessageEndingWith("(1) faulty");
        for (FakeRequest request : List.of(
                FakeRequest.of("GET", "/status").remote(),
                FakeRequest.of("PUT", "/status").key("client-key"))) {
            assertThatThrownBy(() -> access.admit(request.request(), true))
                    .hasMessage("Service temporarily unavailable");
        }
        assertThatThrownBy(() -> access.admit(
                        FakeRequest.of("GET", "/status").key("operator-key").request()))
                .hasMessage("Service temporarily unavailable");
    }

    private static String outcome(Access access, FakeRequest request) {
        try {
            Client unused = access.admit(request.request());
            return "yes";
        } catch (ErrorException e) {
            return String.valueOf(e.getMessage()).equals(UNAUTHORIZED) ? "401" : "403";
        }
    }

    private Access access(String keyFile) throws IOException {
        return access(settings(List.of(ApiKey.of("unnamed")), KeyFile.parse(keyFile.getBytes(UTF_8)), true));
    }

    private Access access(Settings settings) {
        return new Access(settings, keys(settings), requests);
    }

    private ApiKeys keys(Settings settings) {
        return new ApiKeys(settings, () -> now);
    }

    /** With a key file unless its keys are null. */
    private static Settings settings(List<ApiKey> keys, @Nullable List<ApiKey> keysOfFile, boolean localhost) {
        AuthSettings auth = new AuthSettings(
                keys,
                keysOfFile == null ? null : Path.of("keys"),
                keysOfFile == null ? List.of() : keysOfFile,
                localhost,
                Set.of());
        CheckSettings check =
                new CheckSettings(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(2), 64);
        return new Settings(
                null,
                null,
                auth,
                Map.of(),
                Map.of(),
                Map.of(),
                check,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                new GatewaySettings(1, null, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, null),
                LimitsSettings.NONE,
                new StorageSettings(null, null, "node"),
                UsageSettings.DEFAULT,
                null,
                Map.of(),
                Map.of(),
                false,
                List.of(),
                List.of());
    }
}
