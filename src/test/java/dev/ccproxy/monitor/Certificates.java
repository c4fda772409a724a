package dev.ccproxy.monitor;

import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate authority of the test's own, and servers' certificates of every kind. */
final class Certificates {

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

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
        long now = System.currentTimeMillis();
        return held(new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(now - TimeUnit.DAYS.toMillis(1), now + TimeUnit.DAYS.toMillis(days)));
    }

    static HandshakeCertificates selfSigned() {
        return held(new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1"));
    }

    static HandshakeCertificates expired() {
        long now = System.currentTimeMillis();
        return held(new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(now - TimeUnit.DAYS.toMillis(30), now - TimeUnit.DAYS.toMillis(1)));
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
