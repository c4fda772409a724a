package dev.ccproxy.monitor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Records one check: its phase, the times, the TLS session and the status of the response. OkHttp reports from several
 * threads if a name has several addresses.
 */
final class CheckRecorder extends EventListener {

    private final Supplier<Duration> clock;
    private final Duration start;
    private Phase phase = Phase.PREPARATION;

    private final List<IOException> failedConnections = new ArrayList<>();
    private @Nullable Duration dnsStart;
    private @Nullable Duration dnsEnd;
    private @Nullable Duration connectStart;
    private @Nullable Duration connectEnd;
    private @Nullable Duration tlsStart;
    private @Nullable Duration tlsEnd;
    private @Nullable Duration requestStart;
    private @Nullable Duration responseStart;
    private @Nullable SSLSession session;
    private @Nullable Tls tls;
    private @Nullable Integer status;

    CheckRecorder(Supplier<Duration> clock) {
        this.clock = clock;
        start = clock.get();
    }

    synchronized Phase phase() {
        return phase;
    }

    /** The status of the response; null before there is one. */
    synchronized @Nullable Integer status() {
        return status;
    }

    Duration elapsed() {
        return clock.get().minus(start);
    }

    synchronized Latency latency(Duration end) {
        return new Latency(
                between(dnsStart, dnsEnd),
                between(connectStart, connectEnd),
                between(tlsStart, tlsEnd),
                between(requestStart, responseStart),
                end.minus(start));
    }

    /** Null if no certificate was received. */
    synchronized @Nullable Tls tls() {
        return tls;
    }

    /** Records a handshake; the chain selects the certificates that count among those sent. */
    synchronized void handshake(SSLSession agreed, CertificateChain chain) {
        session = agreed;
        try {
            List<X509Certificate> certificates = chain.of(agreed.getPeerCertificates());
            tls = certificates.isEmpty() ? null : Tls.of(agreed.getProtocol(), certificates, Instant.now());
        } catch (SSLPeerUnverifiedException e) {
            tls = null;
        }
    }

    /** Keeps the next check from resuming this session: it would see the old certificate and verify nothing. */
    synchronized void forgetSession() {
        if (session != null) {
            session.invalidate();
        }
    }

    @Override
    public synchronized void callStart(Call call) {
        // For a numeric address, there is no lookup.
        phase = Phase.CONNECT;
    }

    @Override
    public synchronized void dnsStart(Call call, String name) {
        phase = Phase.DNS;
        dnsStart = clock.get();
    }

    @Override
    public synchronized void dnsEnd(Call call, String name, List<InetAddress> addresses) {
        phase = Phase.CONNECT;
        dnsEnd = clock.get();
    }

    @Override
    public synchronized void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        if (connectStart == null) {
            connectStart = clock.get();
        }
    }

    @Override
    public synchronized void secureConnectStart(Call call) {
        phase = Phase.TLS;
        tlsStart = clock.get();
        connectEnd = tlsStart;
    }

    @Override
    public synchronized void connectEnd(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        if (tlsStart == null) {
            connectEnd = clock.get();
        } else {
            tlsEnd = clock.get();
        }
    }

    @Override
    public synchronized void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException e) {
        failedConnections.add(e);
    }

    /** Adds the failures of other addresses, which OkHttp drops if the check is cut off while it tries the next one. */
    synchronized void addFailedConnectionsTo(Throwable thrown) {
        for (IOException failed : failedConnections) {
            if (failed != thrown && !List.of(thrown.getSuppressed()).contains(failed)) {
                thrown.addSuppressed(failed);
            }
        }
    }

    @Override
    public synchronized void connectionAcquired(Call call, Connection connection) {
        phase = Phase.RESPONSE;
    }

    @Override
    public synchronized void requestHeadersStart(Call call) {
        requestStart = clock.get();
    }

    @Override
    public synchronized void responseHeadersStart(Call call) {
        responseStart = clock.get();
    }

    @Override
    public synchronized void responseHeadersEnd(Call call, Response response) {
        status = response.code();
    }

    private static @Nullable Duration between(@Nullable Duration from, @Nullable Duration to) {
        return from == null || to == null ? null : to.minus(from);
    }
}
