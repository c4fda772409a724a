package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Checks.LONG;
import static dev.ccproxy.monitor.Checks.SHORT;
import static dev.ccproxy.monitor.FaultServer.overTls;
import static dev.ccproxy.monitor.FaultServer.responds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names with several addresses: the reason is what the address met that got furthest, in whatever order they come. */
@Timeout(20)
class AddressesTest {

    private static final InetAddress FIRST = InetAddress.getLoopbackAddress();
    private static final InetAddress SECOND = address(2);

    @Test
    void aCertificateThatHasRunOutIsToldWhateverTheOtherAddressDoes() throws Exception {
        try (FaultServer expired = new FaultServer(overTls(Certificates.expired(), responds("HTTP/1.1 200 OK")));
                BlackHole dead = new BlackHole(SECOND, expired.port())) {
            String url = "https://provider.example:" + dead.port();
            for (List<InetAddress> order : List.of(List.of(SECOND, FIRST), List.of(FIRST, SECOND))) {
                assertThat(Checks.reason(url, SHORT.multipliedBy(3), client(order)))
                        .isEqualTo(Reason.TLS_EXPIRED);
            }
        }
    }

    @Test
    void aRequestIsSentOnceHoweverManyAddressesThereAre() {
        try (FaultServer hangsUp = new FaultServer(FaultServer::readHead)) {
            String url = "http://provider.example:" + hangsUp.port();

            assertThat(Checks.reason(url, LONG, client(List.of(FIRST, SECOND)))).isEqualTo(Reason.CONNECTION_FAILED);
            assertThat(Checks.reason(url, LONG, client(List.of(FIRST, FIRST)))).isEqualTo(Reason.CONNECTION_FAILED);
            assertThat(hangsUp.accepted()).isEqualTo(2);
        }
    }

    @Test
    void oneThatRefusesDoesNotMakeItDown() {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 0"))) {
            String url = "http://provider.example:" + server.port();

            assertThat(Checks.reason(url, LONG, client(List.of(SECOND, FIRST)))).isEqualTo(Reason.OK);
        }
    }

    private static OkHttpClient client(List<InetAddress> addresses) {
        return Certificates.clientThatTrustsTheAuthority()
                .newBuilder()
                .dns(name -> addresses)
                .build();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
