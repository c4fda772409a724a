package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may ask without a key. In headers, {@code HOST} stands for the server's own host and port, and {@code |} separates
 * them.
 */
class LocalCallerIT {

    private final Client client = Server.shared().client();

    @Test
    void admitsALocalCaller() {
        assertThat(client.get("/status").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "x-forwarded-for:",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Anything: x",
                "Forwarded: for=127.0.0.1",
                "Via: 1.1 proxy",
                "X-Real-IP: 127.0.0.1",
                "X-Client-IP: 127.0.0.1",
                "True-Client-IP: 127.0.0.1",
                "CF-Connecting-IP: 127.0.0.1",
                "$WSSN: localhost",
                "$WSPR: HTTP/1.1",
                "$WSIS: false"
            })
    void refusesAForwardedRequest(String header) {
        assertThat(client.get("/status", header).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:3456",
                "localhost:",
                "127.0.0.1",
                "127.8.9.10:80",
                "[::1]",
                "[::1]:3456",
                "[0:0:0:0:0:0:0:1]:3456",
                "[::ffff:127.0.0.1]:80"
            })
    void admitsALocalCallerUnderALocalHost(String host) {
        assertThat(client.raw("GET", "GET /status HTTP/1.1", "Host: " + host, "Connection: close")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ccproxy.example", "CCPROXY.example:8443"})
    void admitsALocalCallerUnderAnAllowedHost(String host) {
        Client ours = Server.shared().withOurSettings().client();
        assertThat(ours.raw("GET", "GET /status HTTP/1.1", "Host: " + host, "Connection: close")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "evil.example:3456",
                "sub.ccproxy.example",
                "10.0.0.1",
                "128.0.0.1",
                "[::2]",
                "[fe80::1]",
                "localhost, evil.example"
            })
    void refusesALocalCallerUnderAForeignHost(String host) {
        // A server may itself refuse what is no host at all.
        assertThat(client.raw("GET", "GET /status HTTP/1.1", "Host: " + host, "Connection: close")
                        .status())
                .isIn(400, 401);
    }

    @Test
    void doesNotServeALocalCallerWithAnEmptyHost() {
        // Payara Micro answers this one itself, with an empty 200.
        Response response = client.raw("GET", "GET /status HTTP/1.1", "Host:", "Connection: close");
        assertThat(response.body()).doesNotContain("CCProxy");
    }

    @Test
    void refusesHttp11WithoutAHost() {
        assertThat(client.raw("GET", "GET /status HTTP/1.1", "Connection: close")
                        .status())
                .isIn(400, 401);
    }

    @ParameterizedTest
    @CsvSource({"localhost,localhost", "localhost,evil.example", "evil.example,localhost"})
    void refusesTwoHosts(String one, String other) {
        assertThat(client.raw("GET", "GET /status HTTP/1.1", "Host: " + one, "Host: " + other, "Connection: close")
                        .status())
                .isIn(400, 401);
        assertThat(client.raw("GET", "GET /status HTTP/1.1", "Host: " + one, "host: " + other, "Connection: close")
                        .status())
                .isIn(400, 401);
    }

    @Test
    void admitsALocalCallerThatSpeaksHttp10WithoutAHost() {
        Response response = client.raw("GET", "GET /status HTTP/1.0");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getString("service")).isEqualTo("CCProxy");
    }

    @Test
    void refusesHttp10UnderAForeignHost() {
        assertThat(client.raw("GET", "GET /status HTTP/1.0", "Host: evil.example")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void refusesAnAbsoluteTargetOnAForeignHost() {
        assertThat(client.raw("GET", "GET http://evil.example/status HTTP/1.1", "Host: localhost", "Connection: close")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void admitsAnAbsoluteTargetOnALocalHost() {
        assertThat(client.raw("GET", "GET http://localhost/status HTTP/1.1", "Host: localhost", "Connection: close")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://HOST",
                "Sec-Fetch-Site: none",
                "Sec-Fetch-Site: same-origin",
                "Origin: http://HOST|Sec-Fetch-Site: same-origin"
            })
    void admitsAPageOfOurOwn(String headers) {
        assertThat(client.get("/status", headers(headers)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: null",
                "Origin: http://evil.example",
                "Origin: https://HOST",
                "Origin: http://127.0.0.1:1",
                "Origin: http://HOST.evil.example",
                "Origin: http://HOST|Origin: http://evil.example",
                "Origin: http://HOST|Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site:",
                "origin: http://evil.example",
                "ORIGIN: http://evil.example",
                "Origin: http://HOST|origin: http://evil.example",
                "sec-fetch-site: cross-site",
                "SEC-FETCH-SITE: cross-site",
                "Sec-Fetch-Site: same-origin|sec-fetch-site: cross-site"
            })
    void refusesAPageFromElsewhere(String headers) {
        Response response = client.get("/status", headers(headers));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
    }

    private String[] headers(String text) {
        return text.replace("HOST", client.authority()).split("\\|", -1);
    }
}
