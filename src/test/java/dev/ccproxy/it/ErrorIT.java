package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorIT {

    private static final Pattern TRACE =
            Pattern.compile("Exception|\\bat [a-z]+\\.|java\\.|Payara|Liberty|GlassFish|Grizzly|RESTEasy|Jersey");

    private final Client client = Server.shared().client();

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, not_found_error",
        "GET, /, 404, not_found_error",
        "GET, /error, 404, not_found_error",
        "GET, /status/nowhere, 404, not_found_error",
        "GET, /STATUS, 404, not_found_error",
        "GET, /<script>, 404, not_found_error",
        "GET, /metrics, 404, not_found_error",
        "GET, /WEB-INF/web.xml, 404, not_found_error",
        "GET, /META-INF/MANIFEST.MF, 404, not_found_error",
        "POST, /status, 405, invalid_request_error",
        "PUT, /status, 405, invalid_request_error",
        "DELETE, /status, 405, invalid_request_error",
        "PATCH, /status, 405, invalid_request_error",
        "BREW, /status, 405, invalid_request_error",
        "POST, /nowhere, 404, not_found_error"
    })
    void areJsonOfOneForm(String method, String path, int status, String type) {
        Answer answer = client.send(method, path, "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorType()).isEqualTo(type);
        assertThat(answer.json().getJsonObject("error").keySet()).containsExactly("type", "message");
        assertErrorHeaders(answer);
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/nowhere", "POST, /v1/messages", "GET, /v1", "GET, /v1/?beta=true", "GET, /v1/<script>"})
    void haveAnthropicsEnvelopeBelowV1(String method, String path) {
        Answer answer = client.send(method, path, "Content-Length: 0", "X-Request-ID: it-1");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"Not found\"},"
                        + "\"request_id\":\"it-1\"}");
        assertErrorHeaders(answer);
    }

    @ParameterizedTest
    @CsvSource({"/v12/messages", "/status/v1/messages", "/V1/messages"})
    void haveTheContractsBodyElsewhere(String path) {
        assertThat(client.get(path).body())
                .isEqualTo("{\"error\":{\"type\":\"not_found_error\",\"message\":\"Not found\"}}");
    }

    @ParameterizedTest
    @CsvSource({"GET, /status, 200", "HEAD, /status, 200", "OPTIONS, /status, 204", "DELETE, /status/maintenance, 204"})
    void areNotForABodyThatIsOfNoUse(String method, String path, int status) {
        assertThat(client.sendJson(method, path, "{}", "x-api-key: " + Server.KEY)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void nameTheMethodsThatAUrlHas() {
        assertThat(client.send("DELETE", "/status").header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void refuseAMediaTypeThatIsNotThere() {
        Answer answer = client.get("/status", "Accept: text/html");
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.errorType()).isEqualTo("invalid_request_error");
        assertErrorHeaders(answer);
    }

    @Test
    void doNotDependOnWhatTheClientAccepts() {
        Answer answer = client.get("/nowhere", "Accept: text/html");
        assertThat(answer.errorType()).isEqualTo("not_found_error");
    }

    @Test
    void haveNoBodyForHead() {
        Answer answer = client.send("HEAD", "/nowhere");
        assertThat(answer.status()).isEqualTo(404);
        assertErrorHeaders(answer);
    }

    @Test
    void takeOverAWellFormedRequestId() {
        assertThat(client.get("/nowhere", "X-Request-ID: Root=1-67891233/ab:c.d")
                        .header("request-id"))
                .isEqualTo("Root=1-67891233/ab:c.d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "<script>", "\"", "é"})
    void takeOverNoOtherRequestId(String id) {
        Answer answer = client.get("/nowhere", "X-Request-ID: " + id);
        // A server may itself refuse what is not ASCII.
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.header("request-id")).isNotEqualTo(id);
    }

    @Test
    void takeOverNoRequestIdWithoutEnd() {
        assertThat(client.get("/nowhere", "X-Request-ID: " + "a".repeat(129)).header("request-id"))
                .hasSize(36);
    }

    @Test
    void giveEachRequestAnIdOfItsOwn() {
        assertThat(client.get("/nowhere").header("request-id"))
                .isNotEqualTo(client.get("/nowhere").header("request-id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1",
                "GET /status%00 HTTP/1.1",
                "GET /../../etc/passwd HTTP/1.1",
                "TRACE /status HTTP/1.1",
                "GET /status HTTP/9.9",
                "GET status HTTP/1.1"
            })
    void ofTheServerItselfShowNoTrace(String requestLine) {
        Answer answer = client.raw("GET", requestLine, "Host: localhost", "Connection: close");
        assertThat(answer.body()).doesNotContainPattern(TRACE);
        assertThat(answer.headers().toString()).doesNotContainPattern(TRACE);
    }

    @Test
    void ofTheServerItselfShowNoTraceForAHugeHeader() {
        Answer answer = client.get("/status", "X-Huge: " + "a".repeat(70_000));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContainPattern(TRACE);
    }

    private static void assertErrorHeaders(Answer answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("request-id")).isNotBlank();
        assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by", "access-control-allow-origin");
    }
}
