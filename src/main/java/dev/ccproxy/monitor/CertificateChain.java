package dev.ccproxy.monitor;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Selects, of the certificates that a peer sends, those that lead from its own to a trusted authority. */
final class CertificateChain {

    private final Set<X500Principal> authorities;

    /** With the trust of the client; null if it is not known. */
    CertificateChain(@Nullable X509TrustManager trust) {
        authorities = trust == null
                ? Set.of()
                : Arrays.stream(trust.getAcceptedIssuers())
                        .map(X509Certificate::getSubjectX500Principal)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The peer's own certificate and the intermediate ones. Not the trusted authority, whose expiry does not matter (RFC
     * 5280, 6.1), nor an old cross-signed one that is sent as well. Empty if a certificate is not X.509.
     */
    List<X509Certificate> of(Certificate[] sent) {
        List<X509Certificate> others = new ArrayList<>();
        for (Certificate certificate : sent) {
            if (!(certificate instanceof X509Certificate x509)) {
                return List.of();
            }
            others.add(x509);
        }
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate next = others.isEmpty() ? null : others.remove(0);
        while (next != null) {
            chain.add(next);
            X500Principal issuer = next.getIssuerX500Principal();
            next = authorities.contains(issuer) ? null : take(others, issuer);
        }
        return chain;
    }

    /** Of several with the subject, as after a renewal, the one that is valid for longest. */
    private static @Nullable X509Certificate take(List<X509Certificate> others, X500Principal subject) {
        X509Certificate found = others.stream()
                .filter(certificate -> certificate.getSubjectX500Principal().equals(subject)
                        && !certificate.getIssuerX500Principal().equals(subject))
                .max(Comparator.comparing(X509Certificate::getNotAfter))
                .orElse(null);
        others.removeIf(certificate -> certificate.getSubjectX500Principal().equals(subject));
        return found;
    }
}
