package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Checks.LONG;
import static dev.ccproxy.monitor.Checks.SHORT;
import static dev.ccproxy.monitor.FaultServer.awaitHangUp;
import static dev.ccproxy.monitor.FaultServer.readHead;
import static dev.ccproxy.monitor.FaultServer.responds;
import static dev.ccproxy.monitor.FaultServer.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.monitor.FaultServer.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each phase of a check is timed; one that the check did not reach is null. */
@Timeout(20)
class LatencyTest {

    /** So long that load on the machine does not make another phase seem late. */
    private static final Duration LATE = Duration.ofMillis(500);

    @Test
    void aSlowLookupIsInDnsAlone() {
        OkHttpClient slow = new OkHttpClient.Builder()
                .dns(name -> {
                    pause();
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .build();
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 0"))) {
            Latency latency = Checks.run(Checks.models("http://slow.example:" + server.port()), LONG, slow)
                    .latency();

            assertLate(latency.dns());
            assertQuick(latency.connect());
            assertQuick(latency.firstByte());
            assertThat(latency.total()).isGreaterThanOrEqualTo(LATE);
            assertThat(latency.tls()).isNull();
        }
    }

    @Test
    void aSlowHandshakeIsInTlsAlone() {
        Behaviour tls = FaultServer.overTls(Certificates.good(), responds("HTTP/1.1 200 OK", "Content-Length: 0"));
        try (FaultServer server = new FaultServer(connection -> {
            pause();
            tls.serve(connection);
        })) {
            Checks.reason("https://127.0.0.1:" + server.port(), LONG, Certificates.clientThatTrustsTheAuthority());
            Latency latency = Checks.run(
                            Checks.models("https://127.0.0.1:" + server.port()),
                            LONG,
                            Certificates.clientThatTrustsTheAuthority())
                    .latency();

            assertLate(latency.tls());
            assertQuick(latency.connect());
            assertQuick(latency.firstByte());
            assertThat(latency.dns()).isNull();
        }
    }

    @Test
    void aSlowResponseIsInFirstByteAndASlowBodyInTheTotal() {
        try (FaultServer server = new FaultServer(connection -> {
            readHead(connection);
            pause();
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{");
            pause();
            write(connection, "}");
            awaitHangUp(connection);
        })) {
            Latency latency = Checks.run(Checks.models(server.url()), LONG).latency();

            assertLate(latency.firstByte());
            assertQuick(latency.connect());
            assertThat(latency.total()).isGreaterThanOrEqualTo(LATE.multipliedBy(2));
        }
    }

    @Test
    void aPhaseThatWasNotReachedIsNull() throws IOException {
        try (FaultServer silent = new FaultServer(FaultServer::awaitHangUp);
                BlackHole hole = new BlackHole(InetAddress.getLoopbackAddress(), 0)) {
            Latency noResponse = Checks.run(Checks.models(silent.url()), SHORT).latency();
            Latency noConnection = Checks.run(Checks.models("http://127.0.0.1:" + hole.port()), SHORT)
                    .latency();
            Latency noName = Checks.run(Checks.models("http://nowhere.invalid"), LONG, unknown())
                    .latency();

            assertThat(noResponse.connect()).isNotNull();
            assertThat(noResponse.firstByte()).isNull();
            assertThat(noResponse.total()).isGreaterThanOrEqualTo(SHORT);
            assertThat(noConnection.connect()).isNull();
            assertThat(noName.dns()).isNull();
            assertThat(noName.total()).isNotNull();
        }
    }

    private static OkHttpClient unknown() {
        return new OkHttpClient.Builder()
                .dns(name -> {
                    throw new UnknownHostException(name);
                })
                .build();
    }

    private static void pause() {
        long end = System.nanoTime() + LATE.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void assertLate(@Nullable Duration phase) {
        assertThat(phase).isGreaterThanOrEqualTo(LATE);
    }

    private static void assertQuick(@Nullable Duration phase) {
        assertThat(phase).isLessThan(LATE);
    }
}
