package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Checks.LONG;
import static dev.ccproxy.monitor.Checks.SHORT;
import static dev.ccproxy.monitor.Checks.SLACK;
import static dev.ccproxy.monitor.FaultServer.responds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason for which a provider is down, provoked by a real socket. */
@Timeout(20)
class CheckFaultsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @EnumSource
    void isTheReasonAndIsOverAtTheDeadlineAndHangsUp(Fault fault) {
        // Only what hangs has a deadline to wait for; all else must be over by itself.
        boolean hangs = fault.reason == Reason.RESPONSE_TIMEOUT || fault == Fault.GREETS_AND_WAITS;
        try (FaultServer server = new FaultServer(fault.behaviour)) {
            long start = System.nanoTime();
            Reason reason = Checks.reason(
                    fault.scheme + "://127.0.0.1:" + server.port(),
                    hangs ? SHORT : LONG,
                    Certificates.clientThatTrustsTheAuthority());

            assertThat(reason).isEqualTo(fault.reason);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
            assertThat(server.accepted()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(2)).until(() -> server.open() == 0);
        }
    }

    @Test
    void aGoodCertificateIsNoFault() {
        try (FaultServer server = new FaultServer(
                FaultServer.overTls(Certificates.good(), responds("HTTP/1.1 200 OK", "Content-Length: 0")))) {
            assertThat(Checks.reason(
                            "https://127.0.0.1:" + server.port(), LONG, Certificates.clientThatTrustsTheAuthority()))
                    .isEqualTo(Reason.OK);
        }
    }

    @Test
    void aPortThatNobodyListensOnRefuses() throws IOException {
        int port;
        try (ServerSocket listening = new ServerSocket(0, 1, LOOPBACK)) {
            port = listening.getLocalPort();
        }
        assertThat(Checks.reason("http://127.0.0.1:" + port, LONG)).isEqualTo(Reason.CONNECTION_REFUSED);
    }

    @Test
    void theAddressOfANameThatGotFurthestGivesTheReason() throws UnknownHostException {
        byte[] ipv6 = new byte[16];
        ipv6[15] = 1;
        InetAddress refusing = InetAddress.getByAddress(ipv6);
        OkHttpClient twoAddresses = new OkHttpClient.Builder()
                .dns(name -> List.of(refusing, LOOPBACK))
                .build();
        try (FaultServer server = new FaultServer(
                FaultServer.overTls(Certificates.good(), responds("HTTP/1.1 200 OK", "Content-Length: 0")))) {
            assertThat(Checks.reason("https://provider.example:" + server.port(), LONG, twoAddresses))
                    .isEqualTo(Reason.TLS_UNTRUSTED);
        }
    }

    @Test
    void aDeadFirstAddressOfANameDoesNotMakeItDown() throws Exception {
        InetAddress second = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        OkHttpClient twoAddresses = new OkHttpClient.Builder()
                .dns(name -> List.of(second, LOOPBACK))
                .build();
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 0"));
                BlackHole dead = new BlackHole(second, server.port())) {
            assertThat(Checks.reason("http://127.0.0.2:" + dead.port(), SHORT)).isEqualTo(Reason.CONNECT_TIMEOUT);
            assertThat(Checks.reason("http://provider.example:" + server.port(), LONG, twoAddresses))
                    .isEqualTo(Reason.OK);
        }
    }

    @Test
    void aNegativeLengthOrStatusIsAProtocolError() {
        try (FaultServer length = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: -5"));
                FaultServer status = new FaultServer(responds("HTTP/1.1 -12 x"))) {
            assertThat(Checks.reason(length.url(), LONG)).isEqualTo(Reason.PROTOCOL_ERROR);
            assertThat(Checks.reason(status.url(), LONG)).isEqualTo(Reason.PROTOCOL_ERROR);
        }
    }

    @Test
    void aBlackHoleIsAConnectTimeout() throws IOException {
        try (BlackHole hole = new BlackHole(LOOPBACK, 0)) {
            long start = System.nanoTime();
            assertThat(Checks.reason("http://127.0.0.1:" + hole.port(), SHORT)).isEqualTo(Reason.CONNECT_TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
        }
    }

    @Test
    void aNameThatDoesNotExistIsADnsFailure() {
        assertThat(Checks.reason("http://nowhere.invalid", LONG)).isEqualTo(Reason.DNS_FAILURE);
    }

    @Test
    void aLookupThatHangsIsADnsFailureAtTheDeadline() {
        CountDownLatch over = new CountDownLatch(1);
        OkHttpClient hanging = new OkHttpClient.Builder()
                .dns(name -> {
                    awaitUninterrupted(over);
                    return List.of(LOOPBACK);
                })
                .build();
        try {
            long start = System.nanoTime();
            assertThat(Checks.reason("http://hangs.example", SHORT, hanging)).isEqualTo(Reason.DNS_FAILURE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
        } finally {
            over.countDown();
        }
    }

    @Test
    void everyReasonOfAProviderThatIsDownOrDegradedHasATest() {
        // By CheckTest, ModelsCheckTest, CertificateTest and ProxyTest, each with a server of its own.
        Set<Reason> tested = EnumSet.of(
                Reason.SLOW,
                Reason.CERTIFICATE_EXPIRING,
                Reason.RATE_LIMITED,
                Reason.SERVER_ERROR,
                Reason.CLIENT_ERROR,
                Reason.KEY_MISSING,
                Reason.KEY_REJECTED,
                Reason.QUOTA_EXCEEDED,
                Reason.PROXY_FAILURE,
                Reason.TLS_NOT_YET_VALID,
                Reason.DNS_FAILURE,
                Reason.CONNECTION_REFUSED,
                Reason.CONNECT_TIMEOUT);
        for (Fault fault : Fault.values()) {
            tested.add(fault.reason);
        }
        Set<Reason> all = EnumSet.allOf(Reason.class);
        all.removeIf(reason -> reason.state() != State.DOWN && reason.state() != State.DEGRADED);

        assertThat(tested).isEqualTo(all);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
