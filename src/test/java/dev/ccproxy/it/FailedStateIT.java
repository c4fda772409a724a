package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong configuration: the server runs, the application says what is wrong and serves nothing. */
@Tag("slow") // starts a server for each wrong configuration
class FailedStateIT {

    private static final String SECRET = "canary-7d1f";

    @TempDir
    private static Path directory;

    private static Server server;

    @BeforeAll
    static void startWithFaults() throws IOException {
        Path noKeys = Files.writeString(directory.resolve("no-keys"), "# " + SECRET + "\n");
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_API_KEY", "valid-" + SECRET),
                Map.entry("CCPROXY_APIKEY", "\"" + SECRET + "\""),
                Map.entry("CCPROXY_API_KEY_FILE", noKeys.toString()),
                Map.entry("CCPROXY_PROVIDER_NO_URL_API_KEY_FILE", SECRET),
                Map.entry("CCPROXY_PROVIDERS", "good,Bad_Name,good,no-url,wrong-url,plain"),
                Map.entry("CCPROXY_PROVIDER_GOOD_BASE_URL", "https://user:" + SECRET + "@provider.example"),
                Map.entry("CCPROXY_PROVIDER_WRONG_URL_BASE_URL", SECRET + "://x"),
                Map.entry("CCPROXY_PROVIDER_GOOD_API_KEY", SECRET),
                Map.entry("CCPROXY_PROVIDER_PLAIN_BASE_URL", "http://" + SECRET + ".example"),
                Map.entry("CCPROXY_PROVIDER_PLAIN_API_KEY", SECRET),
                Map.entry("CCPROXY_PROXY", "https://user:" + SECRET + "@proxy.example"),
                Map.entry("CCPROXY_TRUSTED_CERTIFICATES", noKeys.toString()),
                Map.entry("CCPROXY_PROVIDER_GOOD_CHECK", "sometimes"),
                Map.entry("CCPROXY_CHECK_INTERVAL", "3s"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", "3s"),
                Map.entry("CCPROXY_CHECK_CONCURRENCY", "0"),
                Map.entry("CCPROXY_CHECK_SLOW_AFTER", "2s"),
                Map.entry("CCPROXY_AUTH_LOCALHOST", SECRET),
                Map.entry("CCPROXY_ALLOWED_HOSTS", "https://" + SECRET),
                Map.entry("CCPROXY_HEALTH_REQUIRES_PROVIDER", "yes"),
                Map.entry("CCPROXY_CHECK_INTERVALL", "5s")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answers503ToEverybody() {
        for (String header : new String[] {"x-api-key: valid-" + SECRET, "x-api-key: wrong", "Via: 1.1 proxy"}) {
            Response response = server.client().get("/status", header);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.body())
                    .isEqualTo(
                            "{\"error\":{\"type\":\"service_error\",\"message\":\"Service temporarily unavailable\"}}");
            assertThat(response.header("retry-after")).matches("[0-9]+");
            assertThat(response.header("cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void isAliveButNeitherStartedNorReady() {
        assertThat(server.client().get("/health/live").status()).isEqualTo(200);
        Response ready = server.client().get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(HealthIT.reason(ready)).isEqualTo("configuration");
        assertThat(server.client().get("/health/started").status()).isEqualTo(503);
    }

    @Test
    void listsEveryFaultInOneMessage() {
        await().untilAsserted(() -> assertThat(message())
                .contains(
                        "ccproxy.apikey has a value in quotation marks; remove them",
                        "ccproxy.api-key-file names a file that holds no key (" + directory.resolve("no-keys") + ");",
                        "ccproxy.provider.no-url.api-key-file names a file that does not exist (its path is not shown",
                        "ccproxy.providers has the name Bad_Name",
                        "ccproxy.providers has the name good twice",
                        "ccproxy.provider.no-url.base-url is missing",
                        "ccproxy.provider.wrong-url.base-url must be an http or https URL",
                        "ccproxy.provider.good.base-url must be an http or https URL",
                        "ccproxy.provider.good.check must be one of models, reach, off, and is sometimes",
                        "ccproxy.provider.plain.base-url is plain http off this machine",
                        "ccproxy.proxy must be the company's HTTP proxy",
                        "ccproxy.trusted-certificates names a file that",
                        "ccproxy.check.timeout must be shorter than ccproxy.check.interval, and is 3s",
                        "ccproxy.check.concurrency must be a whole number from 1 to 1024, and is 0",
                        "ccproxy.auth.localhost must be true or false",
                        "ccproxy.allowed-hosts must be",
                        "ccproxy.health.requires-provider must be true or false, and is yes"));
    }

    @Test
    void saysWhatIsWrongToAValidKeyOnly() {
        Response told = server.client().get("/status/providers", "Via: x", "x-api-key: valid-" + SECRET);
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.header("retry-after")).matches("[0-9]+");
        assertThat(told.json().getJsonObject("error").getString("message"))
                .startsWith("Service temporarily unavailable: the configuration is wrong. (1) ccproxy.")
                .contains("ccproxy.check.concurrency must be a whole number from 1 to 1024, and is 0")
                .doesNotContain(SECRET);

        // Whether local callers may ask without a key could not be read.
        for (String header : new String[] {"x-api-key: wrong", "Via: 1.1 proxy", "X-None: x"}) {
            Response response = server.client().get("/status/providers", header);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.body()).contains("\"Service temporarily unavailable\"");
        }
    }

    @Test
    void saysWhatIsWrongToALocalCallerWhoReads() {
        try (Server wrong = Server.start(Map.of("CCPROXY_CHECK_CONCURRENCY", "0"))) {
            String fault = "ccproxy.check.concurrency must be a whole number from 1 to 1024, and is 0";
            assertThat(wrong.client().get("/status/providers").body()).contains(fault);
            assertThat(wrong.client().get("/status/providers", "Via: x").body()).doesNotContain(fault);
            assertThat(wrong.client().get("/status").body()).doesNotContain(fault);
            assertThat(wrong.client()
                            .send("POST", "/status/providers/a/check", "Content-Length: 0")
                            .body())
                    .doesNotContain(fault);
        }
    }

    @Test
    void warnsOfAMisspeltKey() {
        await().untilAsserted(() -> assertThat(server.logs())
                .contains("CCPROXY_CHECK_INTERVALL is not a known setting and is ignored;"
                        + " the nearest is CCPROXY_CHECK_INTERVAL"));
    }

    @Test
    void showsNoSecretInItsLogs() {
        await().until(() -> message().contains("ccproxy."));
        assertThat(server.logs()).doesNotContain(SECRET);
    }

    /** What the console shows from the first fault on. */
    private static String message() {
        String logs = server.logs();
        int start = logs.indexOf("CCProxy is not serving");
        return start < 0 ? "" : logs.substring(start, Math.min(logs.length(), start + 4000));
    }
}
