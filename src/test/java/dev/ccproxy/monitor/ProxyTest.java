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

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.config.Secret;
import dev.ccproxy.monitor.FaultServer.Behaviour;
import dev.ccproxy.provider.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers behind the company's proxy, and proxies that fail. */
@Timeout(20)
class ProxyTest {

    private static final Behaviour WELL = FaultServer.listsModels();
    private static final Secret CREDENTIALS = new Secret("ann:p4ss:w0rd");

    /** {@code ann:p4ss:w0rd} in Base64. */
    private static final String SENT = "Basic YW5uOnA0c3M6dzByZA==";

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    @Test
    void reachesAProviderThroughATunnelAndLooksUpTheProxyOnly() {
        List<String> seen = new CopyOnWriteArrayList<>();
        FaultServer provider = start(overTls(Certificates.good(), connection -> {
            seen.add(readHead(connection));
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":[]}");
            awaitHangUp(connection);
        }));
        FaultServer proxy = start(connection -> tunnel(connection, provider.port()));

        // No name server knows 127.0.0.1:1, which stands for a provider that only the proxy can reach.
        CheckResult result = check("https://127.0.0.1:1", proxy.port(), CREDENTIALS, LONG);

        assertThat(result.reason()).isEqualTo(Reason.OK);
        assertThat(heads).hasSize(1);
        assertThat(heads.get(0))
                .startsWith("CONNECT 127.0.0.1:1 HTTP/1.1\r\n")
                .contains("Proxy-Authorization: " + SENT);
        assertThat(heads.get(0)).doesNotContain(Checks.KEY);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0)).contains(Checks.KEY).doesNotContain("Proxy-Authorization");
        assertThat(result.latency().connect()).isNotNull();
        assertThat(result.latency().tls()).isNotNull();
    }

    @Test
    void requestsTheWholeUrlOfAPlainProvider() {
        FaultServer proxy = start(connection -> {
            heads.add(readHead(connection));
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":[]}");
            awaitHangUp(connection);
        });

        assertThat(check("http://gateway.example/v1", proxy.port(), CREDENTIALS, LONG)
                        .reason())
                .isEqualTo(Reason.OK);
        assertThat(heads.get(0))
                .startsWith("GET http://gateway.example/v1/models HTTP/1.1\r\n")
                .contains("Proxy-Authorization: " + SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x",
                "HTTP/1.1 403 Forbidden",
                "HTTP/1.1 502 Bad Gateway",
                "HTTP/1.1 503 Service Unavailable",
                "SSH-2.0-OpenSSH_9.6"
            })
    void aProxyThatRefusesIsAProxyFailure(String response) {
        FaultServer proxy = start(recorded(response));

        assertThat(check("https://provider.example", proxy.port(), CREDENTIALS, LONG)
                        .reason())
                .isEqualTo(Reason.PROXY_FAILURE);
        assertThat(check("https://provider.example", proxy.port(), null, LONG).reason())
                .isEqualTo(Reason.PROXY_FAILURE);
        assertThat(heads).allMatch(head -> head.startsWith("CONNECT provider.example:443 "));
    }

    @Test
    void aProxyThatDoesNotForwardThePlainRequestIsAProxyFailure() {
        for (String status : new String[] {"407 Proxy Authentication Required", "502 Bad Gateway", "504 Timeout"}) {
            FaultServer proxy = start(responds("HTTP/1.1 " + status, "Content-Length: 0"));

            assertThat(check("http://gateway.example", proxy.port(), null, LONG).reason())
                    .isEqualTo(Reason.PROXY_FAILURE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 Forbidden|X-Squid-Error: ERR_ACCESS_DENIED 0|refuses to connect to the provider (403)",
                "503 Service Unavailable|X-Squid-Error: ERR_CONNECT_FAIL 111|could not connect to the provider (503)",
                "404 Not Found|x-squid-error: ERR_DNS_FAIL 0|sent an error of its own (404)",
                "403 Filtered|Server: tinyproxy/1.11.1|refuses to connect to the provider (403)",
                "403 Forbidden|Server: Zscaler/6.2|refuses to connect to the provider (403)",
                "503 Unavailable|Server: squid/5.7|could not connect to the provider (503)",
                "500 Oops|Proxy-Status: proxy.example; error=destination_unavailable|sent an error of its own (500)",
                "503 Unavailable|Proxy-Status: p; error=connection_refused; details=\"refused, tried 2; twice\"|could not connect to the provider (503)",
                "503 Unavailable|Proxy-Status: cdn; received-status=503, proxy; error=dns_error|could not connect to the provider (503)",
                "407 Authentication Required|Proxy-Authenticate: Basic realm=x|requires a user name and password, or rejects those configured (407)",
                "502 Bad Gateway|X-None: 0|could not connect to the provider (502)"
            })
    void anErrorThatAProxyOnPlainHttpMakesItselfIsAProxyFailure(String status, String header, String detail) {
        FaultServer proxy = start(responds("HTTP/1.1 " + status, header, "Content-Length: 0"));

        for (CheckMode mode : List.of(CheckMode.MODELS, CheckMode.REACH)) {
            CheckResult result = check("http://gateway.example", mode, proxy.port());
            assertThat(result.reason()).as(mode.toString()).isEqualTo(Reason.PROXY_FAILURE);
            assertThat(result.detail()).isEqualTo("the proxy " + detail);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 Forbidden|X-Cache: MISS from squid|KEY_REJECTED",
                "503 Unavailable|Via: 1.1 proxy (squid/5.7)|SERVER_ERROR",
                "503 Unavailable|Proxy-Status: proxy; received-status=503|SERVER_ERROR",
                "403 Forbidden|Proxy-Status: cdn; error=http_request_denied, proxy; received-status=403|KEY_REJECTED",
                "401 Unauthorized|Server: nginx|KEY_REJECTED",
                "502 Bad Gateway|Via: 1.1 proxy (squid/5.7)|SERVER_ERROR",
                "503 Unavailable|Proxy-Status: p; received-status=503; details=\"error=none\"|SERVER_ERROR"
            })
    void aResponseOfTheProviderThroughAPlainProxyIsTheProviders(String status, String header, Reason reason) {
        FaultServer proxy = start(responds("HTTP/1.1 " + status, header, "Content-Length: 0"));

        assertThat(check("http://gateway.example", CheckMode.MODELS, proxy.port())
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 403 Forbidden|refuses to connect to the provider (403)",
                "HTTP/1.1 407 Authentication Required|requires a user name and password, or rejects those configured (407)",
                "HTTP/1.1 502 Bad Gateway|could not connect to the provider (502)",
                "HTTP/1.1 504 Gateway Timeout|could not connect to the provider (504)",
                "HTTP/1.1 500 Oops|sent an error of its own (500)",
                "SSH-2.0-OpenSSH_9.6|closed the connection, or its response is not HTTP"
            })
    void theDetailSaysWhyAProxyOpensNoTunnel(String response, String detail) {
        FaultServer proxy = start(recorded(response));

        assertThat(check("https://provider.example", proxy.port(), null, LONG).detail())
                .isEqualTo("the proxy " + detail);
    }

    @Test
    void aProxyThatHangsOrHangsUpOrNeverEndsIsAProxyFailure() {
        FaultServer hangs = start(FaultServer::awaitHangUp);
        FaultServer hangsUp = start(FaultServer::readHead);
        FaultServer endless = start(connection -> {
            while (true) {
                write(connection, "HTTP/1.1 200 OK\r\n" + "X-More: of them\r\n".repeat(100));
            }
        });

        assertThat(check("https://provider.example", hangs.port(), null, SHORT).reason())
                .isEqualTo(Reason.PROXY_FAILURE);
        assertThat(check("https://provider.example", hangsUp.port(), null, LONG).reason())
                .isEqualTo(Reason.PROXY_FAILURE);
        assertThat(check("https://provider.example", endless.port(), null, LONG).reason())
                .isEqualTo(Reason.PROXY_FAILURE);
        await().atMost(Duration.ofSeconds(2)).until(() -> hangs.open() == 0 && endless.open() == 0);
    }

    @Test
    void aProxyThatDiesIsAProxyFailure() {
        FaultServer provider = start(overTls(Certificates.good(), WELL));
        FaultServer proxy = start(connection -> tunnel(connection, provider.port()));
        String url = "https://127.0.0.1:" + provider.port();
        assertThat(check(url, proxy.port(), null, LONG).reason()).isEqualTo(Reason.OK);

        proxy.close();

        // The kernel may take a last connection while the listener is being closed.
        await().atMost(Duration.ofSeconds(2))
                .until(() -> check(url, proxy.port(), null, LONG).reason() == Reason.PROXY_FAILURE);
    }

    @Test
    void aProxyWhoseNameIsUnknownIsAProxyFailure() {
        assertThat(check("https://provider.example", "nowhere.invalid", 3128, null, LONG)
                        .reason())
                .isEqualTo(Reason.PROXY_FAILURE);
    }

    @Test
    void whatTheProviderDoesBehindTheProxyIsTheProviders() {
        FaultServer expired = start(overTls(Certificates.expired(), WELL));
        FaultServer proxy = start(connection -> tunnel(connection, expired.port()));
        FaultServer silent = start(overTls(Certificates.good(), FaultServer::awaitHangUp));
        FaultServer other = start(connection -> tunnel(connection, silent.port()));

        assertThat(check("https://127.0.0.1", proxy.port(), null, LONG).reason())
                .isEqualTo(Reason.TLS_EXPIRED);
        assertThat(check("https://127.0.0.1", other.port(), null, SHORT.multipliedBy(3))
                        .reason())
                .isEqualTo(Reason.RESPONSE_TIMEOUT);
    }

    private FaultServer start(Behaviour behaviour) {
        FaultServer server = new FaultServer(behaviour);
        servers.add(server);
        return server;
    }

    private Behaviour recorded(String response) {
        return connection -> {
            heads.add(readHead(connection));
            write(connection, response + "\r\nContent-Length: 0\r\n\r\n");
            awaitHangUp(connection);
        };
    }

    private void tunnel(Socket connection, int port) throws IOException {
        heads.add(readHead(connection));
        try (Socket provider = new Socket(InetAddress.getLoopbackAddress(), port)) {
            write(connection, "HTTP/1.1 200 Connection established\r\n\r\n");
            Thread back = new Thread(() -> pump(provider, connection));
            back.start();
            pump(connection, provider);
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has hung up, which ends the tunnel.
        }
    }

    private static CheckResult check(String url, CheckMode mode, int proxyPort) {
        ProxySettings proxy = new ProxySettings("127.0.0.1", proxyPort, null);
        ProviderSettings settings =
                new ProviderSettings(URI.create(url), Format.OPENAI, true, mode, new Secret(Checks.KEY), null, proxy);
        return Checks.run(new Provider("somebody", settings), LONG);
    }

    private static CheckResult check(String url, int proxyPort, @Nullable Secret credentials, Duration timeout) {
        return check(url, "127.0.0.1", proxyPort, credentials, timeout);
    }

    private static CheckResult check(
            String url, String proxy, int proxyPort, @Nullable Secret credentials, Duration timeout) {
        OkHttpClient client = Certificates.clientThatTrustsTheAuthority();
        Provider provider = new Provider(
                "somebody",
                new ProviderSettings(
                        URI.create(url),
                        Format.OPENAI,
                        true,
                        CheckMode.MODELS,
                        new Secret(Checks.KEY),
                        null,
                        new ProxySettings(proxy, proxyPort, credentials)));
        return Checks.run(provider, timeout, client);
    }
}
