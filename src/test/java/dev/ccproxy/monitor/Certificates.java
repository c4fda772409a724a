package dev.ccproxy.monitor;

import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate authority of the test's own, and servers' certificates of every kind. */
final class Certificates {

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(1).build();

    private Certificates() {}

    static X509Certificate authority() {
        return AUTHORITY.certificate();
    }

    static X509TrustManager trustOfTheAuthority() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(AUTHORITY.certificate())
                .build()
                .trustManager();
    }

    static OkHttpClient clientThatTrustsTheAuthority() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .build();
    }

    static HandshakeCertificates good() {
        return runningOutIn(365);
    }

    static HandshakeCertificates runningOutIn(int days) {
        return valid(Duration.ofDays(-90), Duration.ofDays(days));
    }

    /** Valid from and to so long from now. */
    static HandshakeCertificates valid(Duration from, Duration to) {
        return held(leaf(AUTHORITY, from, to));
    }

    /** The same with an intermediate certificate, valid from 90 days ago. */
    static HandshakeCertificates behindIntermediate(Duration intermediateTo, Duration to, String name) {
        return behindIntermediate(intermediateTo, Duration.ofDays(-90), to, name);
    }

    static HandshakeCertificates behindIntermediate(Duration intermediateTo, Duration from, Duration to, String name) {
        HeldCertificate intermediate = interval(
                        new HeldCertificate.Builder()
                                .signedBy(AUTHORITY)
                                .certificateAuthority(0)
                                .commonName(name),
                        Duration.ofDays(-90),
                        intermediateTo)
                .build();
        HeldCertificate leaf = leaf(intermediate, from, to).build();
        return new HandshakeCertificates.Builder()
                .heldCertificate(leaf, intermediate.certificate())
                .build();
    }

    private static HeldCertificate.Builder leaf(HeldCertificate issuer, Duration from, Duration to) {
        return interval(
                new HeldCertificate.Builder().signedBy(issuer).addSubjectAlternativeName("127.0.0.1"), from, to);
    }

    private static HeldCertificate.Builder interval(HeldCertificate.Builder certificate, Duration from, Duration to) {
        long now = System.currentTimeMillis();
        return certificate.validityInterval(now + from.toMillis(), now + to.toMillis());
    }

    static HandshakeCertificates selfSigned() {
        return held(new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1"));
    }

    static HandshakeCertificates expired() {
        return valid(Duration.ofDays(-30), Duration.ofDays(-1));
    }

    static HandshakeCertificates ofAnotherName() {
        return held(new HeldCertificate.Builder().signedBy(AUTHORITY).addSubjectAlternativeName("elsewhere.example"));
    }

    private static HandshakeCertificates held(HeldCertificate.Builder certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate.build())
                .build();
    }
}
