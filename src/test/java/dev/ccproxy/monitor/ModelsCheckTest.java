package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Checks.LONG;
import static dev.ccproxy.monitor.Checks.SHORT;
import static dev.ccproxy.monitor.FaultServer.awaitHangUp;
import static dev.ccproxy.monitor.FaultServer.overTls;
import static dev.ccproxy.monitor.FaultServer.readHead;
import static dev.ccproxy.monitor.FaultServer.responds;
import static dev.ccproxy.monitor.FaultServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.Logged;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Secret;
import dev.ccproxy.monitor.FaultServer.Behaviour;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.provider.ProviderKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check of the list of models sends, and what it concludes from the response. */
@Timeout(20)
class ModelsCheckTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "000 Nothing, SERVER_ERROR",
        "101 Switching Protocols, CLIENT_ERROR",
        "200 OK, CLIENT_ERROR",
        "204 No Content, CLIENT_ERROR",
        "301 Moved Permanently, CLIENT_ERROR",
        "400 Bad Request, CLIENT_ERROR",
        "401 Unauthorized, KEY_REJECTED",
        "402 Payment Required, QUOTA_EXCEEDED",
        "403 Forbidden, KEY_REJECTED",
        "404 Not Found, CLIENT_ERROR",
        "407 Proxy Authentication Required, CLIENT_ERROR",
        "408 Request Timeout, CLIENT_ERROR",
        "429 Too Many Requests, RATE_LIMITED",
        "500 Internal Server Error, SERVER_ERROR",
        "503 Service Unavailable, SERVER_ERROR",
        "529 Overloaded, SERVER_ERROR",
        "600 Whatever, SERVER_ERROR"
    })
    void theStatusGivesTheReason(String status, Reason reason) {
        try (FaultServer server =
                new FaultServer(responds("HTTP/1.1 " + status, "Location: /elsewhere", "Content-Length: 0"))) {
            CheckResult result = Checks.run(Checks.models(server.url()), LONG);

            assertThat(result.reason()).isEqualTo(reason);
            assertThat(result.httpStatus()).isEqualTo(Integer.valueOf(status.substring(0, 3)));
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /openai/v1, /openai/v1/models, 'authorization: bearer '",
        "OPENAI, /v1/, /v1/models, 'authorization: bearer '",
        "ANTHROPIC, '', /v1/models, 'x-api-key: '",
        "ANTHROPIC, /gw/v1, /gw/v1/models, 'x-api-key: '",
        "GEMINI, '', /v1beta/models, 'x-goog-api-key: '",
        "GEMINI, /v1beta, /v1beta/models, 'x-goog-api-key: '"
    })
    void asksForTheModelsWithTheProvidersOwnHeader(Format format, String base, String path, String header) {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (FaultServer server = new FaultServer(connection -> {
            heads.add(readHead(connection));
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":[]}");
            awaitHangUp(connection);
        })) {
            assertThat(Checks.run(Checks.models(server.url() + base, format, new Secret(Checks.KEY)), LONG)
                            .reason())
                    .isEqualTo(Reason.OK);
            String head = heads.get(0).toLowerCase(Locale.ROOT);
            assertThat(heads).hasSize(1);
            assertThat(head)
                    .startsWith("get " + path + " http/1.1\r\n")
                    .contains("\r\n" + header + Checks.KEY + "\r\n")
                    .containsOnlyOnce(Checks.KEY);
            assertThat(head.contains("\r\nanthropic-version: 2023-06-01\r\n")).isEqualTo(format == Format.ANTHROPIC);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void withoutAKeyNoRequestIsSent(Format format) {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 0"))) {
            CheckResult result = Checks.run(Checks.models(server.url(), format, null), LONG);

            assertThat(result.reason()).isEqualTo(Reason.KEY_MISSING);
            assertThat(result.latency()).isEqualTo(Latency.NONE);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void aKeyFileThatHangsTakesTheLastGoodKeyAndKeepsTheDeadline() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-of-the-file");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Duration limit = SHORT.multipliedBy(4);
        List<String> heads = new CopyOnWriteArrayList<>();
        try (FaultServer server = new FaultServer(connection -> {
                    heads.add(readHead(connection));
                    awaitHangUp(connection);
                });
                Logged logged = Logged.fromNowOnBy(ProviderKey.class)) {
            ProviderSettings settings = new ProviderSettings(
                    URI.create(server.url()),
                    Format.OPENAI,
                    true,
                    CheckMode.MODELS,
                    new Secret(Checks.KEY),
                    file,
                    null);
            Provider provider = new Provider("somebody", settings);
            long start = System.nanoTime();
            // Whoever reads the file waits for this lock, as for a file system that hangs.
            synchronized (provider.key()) {
                assertThat(Checks.run(provider, limit).reason()).isEqualTo(Reason.RESPONSE_TIMEOUT);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(limit, limit.plus(Checks.SLACK));
            assertThat(heads).hasSize(1).allMatch(head -> head.contains("Bearer " + Checks.KEY));
            assertThat(logged.warnings())
                    .anyMatch(line -> line.contains("a file that cannot be read in time (" + file + ")"));

            Checks.run(provider, limit);
            assertThat(heads).hasSize(2);
            assertThat(heads.get(1)).contains("Bearer sk-of-the-file");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofAnEndlessBodyThatBeginsWell64KiBAreReadAndSuffice(boolean tls) {
        AtomicLong sent = new AtomicLong();
        Behaviour endless = connection -> {
            readHead(connection);
            write(connection, "HTTP/1.1 200 OK\r\nX-Length: none\r\n\r\n{\"object\":\"list\",\"data\":[\"");
            while (true) {
                write(connection, "more ".repeat(1000));
                sent.addAndGet(5000);
            }
        };
        try (FaultServer server = new FaultServer(tls ? overTls(Certificates.good(), endless) : endless)) {
            String url = (tls ? "https" : "http") + "://127.0.0.1:" + server.port();
            CheckResult result = Checks.run(Checks.models(url), LONG, Certificates.clientThatTrustsTheAuthority());

            assertThat(result.reason()).isEqualTo(Reason.OK);
            await().atMost(Duration.ofSeconds(2)).until(() -> server.open() == 0);
            assertThat(sent.get()).isBetween((long) Body.MAX_BYTES - 10_000, 8L * 1024 * 1024);
        }
    }

    @ParameterizedTest
    @CsvSource({"401 Unauthorized, KEY_REJECTED", "404 Not Found, CLIENT_ERROR", "503 Unavailable, SERVER_ERROR"})
    void aStatusThatDecidesIsNotUndoneByItsBody(String status, Reason reason) {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 " + status, "Content-Length: 100"))) {
            assertThat(Checks.run(Checks.models(server.url()), SHORT).reason()).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void aBodyThatIsCutIsAConnectionThatFailed(String header) {
        for (String body : List.of("", "b\r\n{\"data\"", "b\r\n{\"data\":[]}\r\n", "b\r\n{\"data\":[]}\r\n0\r\n")) {
            try (FaultServer server = new FaultServer(connection -> {
                readHead(connection);
                write(connection, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + body);
            })) {
                CheckResult result = Checks.run(Checks.models(server.url()), LONG);

                assertThat(result.reason()).as(body).isEqualTo(Reason.CONNECTION_FAILED);
                assertThat(result.httpStatus()).isEqualTo(200);
            }
        }
    }

    @Test
    void malformedChunksAreAProtocolError() {
        try (FaultServer server =
                new FaultServer(responds("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "none of these"))) {
            assertThat(Checks.run(Checks.models(server.url()), LONG).reason()).isEqualTo(Reason.PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"error\":\"Unexpected endpoint or method. (GET /models)\"}", "<html>blocked</html>", "", "[]"
            })
    void aGoodStatusWithoutAListOfModelsIsAClientError(String body) {
        try (FaultServer server = new FaultServer(FaultServer.respondsWith("200 OK", body))) {
            CheckResult result = Checks.run(Checks.models(server.url()), LONG);

            assertThat(result.reason()).isEqualTo(Reason.CLIENT_ERROR);
            assertThat(result.detail()).contains("list of models");
        }
    }

    @Test
    void aBodyThatDoesNotEndInTimeIsAResponseTimeout() {
        try (FaultServer server = new FaultServer(connection -> {
            readHead(connection);
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            awaitHangUp(connection);
        })) {
            CheckResult result = Checks.run(Checks.models(server.url()), SHORT);

            assertThat(result.reason()).isEqualTo(Reason.RESPONSE_TIMEOUT);
            assertThat(result.httpStatus()).isEqualTo(200);
            assertThat(result.latency().firstByte()).isLessThan(SHORT);
            await().atMost(Duration.ofSeconds(2)).until(() -> server.open() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"429 Too Many, 7, 7", "429 Too Many, soon, ", "429 Too Many, -7, ", "503 Unavailable, 7, "})
    void remembersHowLongToWaitBeforeTheNextCheck(String status, String retryAfter, Long seconds) {
        try (FaultServer server =
                new FaultServer(responds("HTTP/1.1 " + status, "Retry-After: " + retryAfter, "Content-Length: 0"))) {
            assertThat(Checks.run(Checks.models(server.url()), LONG).retryAfter())
                    .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        }
    }

    @Test
    void understandsARetryAfterThatIsADate() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(2));
        try (FaultServer server = new FaultServer(
                responds("HTTP/1.1 429 Too Many Requests", "Retry-After: " + date, "Content-Length: 0"))) {
            assertThat(Checks.run(Checks.models(server.url()), LONG).retryAfter())
                    .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120));
        }
    }
}
