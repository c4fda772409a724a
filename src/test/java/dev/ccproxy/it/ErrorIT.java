package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        "GET, /nowhere/, 404, not_found_error",
        "POST, /, 405, invalid_request_error",
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
        Response response = client.send(method, path, "Content-Length: 0");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.errorType()).isEqualTo(type);
        assertThat(response.json().getJsonObject("error").keySet()).containsExactly("type", "message");
        assertErrorHeaders(response);
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/nowhere", "POST, /v1/other", "GET, /v1", "GET, /v1/?beta=true", "GET, /v1/<script>"})
    void haveAnthropicsEnvelopeBelowV1(String method, String path) {
        Response response =
                client.send(method, path, "Content-Length: 0", "X-Request-ID: it-1", "x-api-key: " + Server.KEY);
        assertThat(response.status()).isEqualTo(501);
        assertThat(response.body())
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"not_supported\",\"message\":\"This gateway has no such"
                                + " URL; it has /v1/messages, /v1/messages/count_tokens and /v1/models\"},"
                                + "\"request_id\":\"it-1\"}");
        assertErrorHeaders(response);
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
        Response response = client.get("/status", "Accept: text/html");
        assertThat(response.status()).isEqualTo(406);
        assertThat(response.errorType()).isEqualTo("invalid_request_error");
        assertErrorHeaders(response);
    }

    @Test
    void doNotDependOnWhatTheClientAccepts() {
        Response response = client.get("/nowhere", "Accept: text/html");
        assertThat(response.errorType()).isEqualTo("not_found_error");
    }

    @Test
    void haveNoBodyForHead() {
        Response response = client.send("HEAD", "/nowhere");
        assertThat(response.status()).isEqualTo(404);
        assertErrorHeaders(response);
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
        Response response = client.get("/nowhere", "X-Request-ID: " + id);
        // A server may itself refuse what is not ASCII.
        assertThat(response.status()).isIn(400, 404);
        assertThat(response.header("request-id")).isNotEqualTo(id);
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
        Response response = client.raw("GET", requestLine, "Host: localhost", "Connection: close");
        assertThat(response.body()).doesNotContainPattern(TRACE);
        assertThat(response.headers().toString()).doesNotContainPattern(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /usage/prices/%ff", "POST /v1/models", "PUT /status/maintenance", "GET /nowhere"})
    void areNoFailuresForATypeThatIsCutOff(String request) {
        for (String type : List.of("application/json; charset=\"", "text/plain;charset='", "charset=\"")) {
            Response response = client.raw(
                    "GET",
                    request + " HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: " + type,
                    "Content-Length: 0",
                    "Connection: close");
            assertThat(response.status()).as(type).isBetween(400, 499);
            assertThat(response.body()).doesNotContainPattern(TRACE);
        }
    }

    @Test
    void ofTheServerItselfShowNoTraceForAHugeHeader() {
        Response response = client.get("/status", "X-Huge: " + "a".repeat(70_000));
        assertThat(response.status()).isBetween(400, 499);
        assertThat(response.body()).doesNotContainPattern(TRACE);
    }

    private static void assertErrorHeaders(Response response) {
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.header("cache-control")).isEqualTo("no-store");
        assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.header("request-id")).isNotBlank();
        assertThat(response.headers()).doesNotContainKeys("server", "x-powered-by", "access-control-allow-origin");
    }
}
