package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name that a provider is told in the handshake. */
@Timeout(20)
class ServerNamesTest {

    @ParameterizedTest
    @CsvSource({
        "litellm, litellm",
        "node1, node1",
        "localhost, localhost",
        "a-b, a-b",
        "provider.example, provider.example",
        "provider.example., provider.example",
        "zone.v2, zone.v2",
        "127.0.0.1, none"
    })
    void isTheOneThatItIsAskedFor(String host, String expected) {
        List<String> told = new CopyOnWriteArrayList<>();
        OkHttpClient client = Certificates.clientThatTrustsTheAuthority()
                .newBuilder()
                .dns(name -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        try (FaultServer server = new FaultServer(FaultServer.overTls(Certificates.good(), connection -> {
            told.add(requestedName((SSLSocket) connection));
            FaultServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }))) {
            Checks.reason("https://" + host + ":" + server.port(), Checks.LONG, client);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(told).containsExactly(expected));
        }
    }

    private static String requestedName(SSLSocket socket) {
        List<SNIServerName> names = ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
        return names.isEmpty() ? "none" : ((SNIHostName) names.get(0)).getAsciiName();
    }
}
