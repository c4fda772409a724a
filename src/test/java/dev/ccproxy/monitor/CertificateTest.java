package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.Checks.LONG;
import static dev.ccproxy.monitor.FaultServer.overTls;
import static dev.ccproxy.monitor.FaultServer.responds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.upstream.HttpClients;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check finds of a provider's TLS, and which authorities it trusts. */
@Timeout(20)
class CertificateTest {

    @ParameterizedTest
    @CsvSource({
        "5, 200 OK, CERTIFICATE_EXPIRING",
        "13, 200 OK, CERTIFICATE_EXPIRING",
        "15, 200 OK, OK",
        "5, 500 Oops, SERVER_ERROR"
    })
    void aCertificateThatExpiresWithin14DaysMakesItDegraded(int days, String status, Reason reason) {
        CheckResult result = look(Certificates.runningOutIn(days), status);

        assertThat(result.reason()).isEqualTo(reason);
        Tls tls = Objects.requireNonNull(result.tls());
        assertThat(tls.version()).startsWith("TLSv1.");
        assertThat(tls.issuer()).startsWith("CN=");
        assertThat(Duration.between(Instant.now(), tls.notAfter()))
                .isBetween(Duration.ofDays(days).minusMinutes(5), Duration.ofDays(days));
        assertThat(result.latency().tls()).isPositive();
    }

    @Test
    void anExpiredCertificateIsStillShown() {
        CheckResult result = look(Certificates.expired(), "200 OK");

        assertThat(result.reason()).isEqualTo(Reason.TLS_EXPIRED);
        Tls tls = Objects.requireNonNull(result.tls());
        assertThat(tls.notAfter()).isBefore(Instant.now());
        assertThat(tls.version()).isNull();
        assertThat(result.latency().tls()).isNull();
        assertThat(result.httpStatus()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // A lifetime of 12 hours, of 6 days, and of 30; a third of it is left, or a little more.
        "-8, 4, CERTIFICATE_EXPIRING",
        "-7, 5, OK",
        "-120, 24, CERTIFICATE_EXPIRING",
        "-1, 143, OK",
        "-504, 216, CERTIFICATE_EXPIRING",
        "-470, 250, OK"
    })
    void aShortLivedCertificateIsExpiringInTheLastThirdOfItsLifetime(int fromHour, int toHour, Reason reason) {
        Duration grace = Duration.ofMinutes(5);
        CheckResult result =
                look(Certificates.valid(Duration.ofHours(fromHour).minus(grace), Duration.ofHours(toHour)), "200 OK");

        assertThat(result.reason()).isEqualTo(reason);
    }

    @Test
    void aCertificateThatIsNotValidYetGivesThatReason() {
        CheckResult result = look(Certificates.valid(Duration.ofHours(2), Duration.ofDays(90)), "200 OK");

        assertThat(result.reason()).isEqualTo(Reason.TLS_NOT_YET_VALID);
        assertThat(result.detail()).contains("clock");
    }

    @Test
    void anIntermediateThatExpiresSoonIsNamedBesideTheLeaf() {
        CheckResult result =
                look(Certificates.behindIntermediate(Duration.ofDays(5), Duration.ofDays(80), "Between"), "200 OK");

        assertThat(result.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRING);
        assertThat(result.detail()).contains("intermediate", "CN=Between");
        Tls tls = Objects.requireNonNull(result.tls());
        assertThat(tls.intermediate()).isEqualTo("CN=Between");
        assertThat(Duration.between(tls.notAfter(), tls.leafNotAfter())).isEqualTo(Duration.ofDays(75));
    }

    @Test
    void anExpiredIntermediateIsTheOneThatIsNamed() {
        CheckResult result =
                look(Certificates.behindIntermediate(Duration.ofDays(-2), Duration.ofDays(80), "Between"), "200 OK");

        assertThat(result.reason()).isEqualTo(Reason.TLS_EXPIRED);
        assertThat(result.detail()).contains("CN=Between expired at ");
        Tls tls = Objects.requireNonNull(result.tls());
        assertThat(tls.notAfter()).isBefore(Instant.now());
        assertThat(tls.leafNotAfter()).isAfter(Instant.now());
    }

    @Test
    void theCertificateToRenewFirstIsNamedWhicheverExpiresFirst() {
        // Of the leaf's six days a third is two, and it has four; the intermediate has ten of a hundred.
        HandshakeCertificates chain = Certificates.behindIntermediate(
                Duration.ofDays(10), Duration.ofDays(-2), Duration.ofDays(4), "Between");
        CheckResult result = look(chain, "200 OK");

        assertThat(result.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRING);
        assertThat(result.detail()).contains("the intermediate certificate CN=Between expires at ");
        Tls tls = Objects.requireNonNull(result.tls());
        assertThat(tls.notAfter()).isEqualTo(tls.leafNotAfter());
    }

    @Test
    void namesAreShownWithoutControlAndFormatCharactersAndAreBounded() {
        String name = "\u001B[31m\u0000\u202Eevil" + "x".repeat(400);
        CheckResult result =
                look(Certificates.behindIntermediate(Duration.ofDays(5), Duration.ofDays(80), name), "200 OK");

        Tls tls = Objects.requireNonNull(result.tls());
        assertThat(tls.issuer()).hasSize(256).contains("evil").doesNotContain("\u001B", "\u0000", "\u202E");
        assertThat(result.detail()).doesNotContain("\u001B", "\u0000", "\u202E");
    }

    @Test
    void aCertificateForAnotherNameIsStillShown() {
        assertThat(look(Certificates.ofAnotherName(), "200 OK").tls()).isNotNull();
    }

    @Test
    void aServersOwnTlsThatComparesNamesItselfGivesTheSameReason() {
        X509TrustManager trust = Certificates.trustOfTheAuthority();
        OkHttpClient strict = new OkHttpClient.Builder()
                .sslSocketFactory(new StrictSocketFactory(trust), trust)
                .build();
        try (FaultServer server = new FaultServer(
                overTls(Certificates.ofAnotherName(), responds("HTTP/1.1 200 OK", "Content-Length: 0")))) {
            for (String host : new String[] {"127.0.0.1", "localhost"}) {
                assertThat(Checks.reason("https://" + host + ":" + server.port(), LONG, strict))
                        .isEqualTo(Reason.TLS_HOSTNAME_MISMATCH);
            }
        }
    }

    @Test
    void aPlainServerHasNoTls() {
        try (FaultServer server = new FaultServer(responds("HTTP/1.1 200 OK", "Content-Length: 0"))) {
            CheckResult result = Checks.run(Checks.models(server.url()), LONG);

            assertThat(result.tls()).isNull();
            assertThat(result.latency().tls()).isNull();
        }
    }

    @Test
    void keepsNoSessionThatTheNextCheckCouldResume() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        X509TrustManager trust = Certificates.trustOfTheAuthority();
        context.init(null, new TrustManager[] {trust}, null);
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), trust)
                .build();
        try (FaultServer server =
                new FaultServer(overTls(Certificates.good(), responds("HTTP/1.1 200 OK", "Content-Length: 0")))) {
            assertThat(Checks.reason("https://127.0.0.1:" + server.port(), LONG, client))
                    .isEqualTo(Reason.OK);

            assertThat(Collections.list(context.getClientSessionContext().getIds()))
                    .isEmpty();
        }
    }

    @Test
    void trustsACompanysOwnAuthorityBesideTheJvms() throws Exception {
        X509Certificate own = Certificates.authority();
        OkHttpClient client = HttpClients.trusting(List.of(own));
        TrustManagerFactory jvm = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        jvm.init((java.security.KeyStore) null);
        X509Certificate[] jvms = ((X509TrustManager) jvm.getTrustManagers()[0]).getAcceptedIssuers();

        assertThat(Objects.requireNonNull(client.x509TrustManager()).getAcceptedIssuers())
                .contains(own)
                .contains(jvms)
                .hasSize(jvms.length + 1);
        try (FaultServer server =
                new FaultServer(overTls(Certificates.good(), responds("HTTP/1.1 200 OK", "Content-Length: 0")))) {
            String url = "https://127.0.0.1:" + server.port();
            assertThat(Checks.reason(url, LONG, client)).isEqualTo(Reason.OK);
            assertThat(Checks.reason(url, LONG, HttpClients.trusting(List.of())))
                    .isEqualTo(Reason.TLS_UNTRUSTED);
        }
    }

    private static CheckResult look(HandshakeCertificates certificates, String status) {
        try (FaultServer server =
                new FaultServer(overTls(certificates, FaultServer.respondsWith(status, "{\"data\":[]}")))) {
            return Checks.run(
                    Checks.models("https://127.0.0.1:" + server.port()),
                    LONG,
                    Certificates.clientThatTrustsTheAuthority());
        }
    }
}
