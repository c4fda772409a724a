package dev.ccproxy.monitor;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a check saw of a provider's TLS.
 *
 * @param version such as {@code TLSv1.3}; null where the handshake failed
 * @param issuer who issued the certificate, a distinguished name by RFC 2253
 * @param notAfter when the certificate runs out
 */
public record Tls(@Nullable String version, String issuer, Instant notAfter) {

    static Tls of(@Nullable String version, X509Certificate certificate) {
        return new Tls(
                version,
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotAfter().toInstant());
    }
}
