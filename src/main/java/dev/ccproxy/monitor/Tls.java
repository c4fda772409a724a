package dev.ccproxy.monitor;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a check saw of a provider's TLS. Names are distinguished names by RFC 2253, at most 256 characters, without
 * control and format characters.
 *
 * @param version such as {@code TLSv1.3}; null where the handshake failed
 * @param issuer who issued the provider's own certificate
 * @param notAfter when the first certificate of the chain runs out: its own, or an intermediate one
 * @param leafNotAfter when its own certificate, the leaf, runs out
 * @param intermediate the name of the intermediate certificate that runs out before its own; null where none does
 * @param expiringFrom when the chain begins to count as expiring
 */
public record Tls(
        @Nullable String version,
        String issuer,
        Instant notAfter,
        Instant leafNotAfter,
        @Nullable String intermediate,
        Instant expiringFrom) {

    private static final Duration MAX_WARNING = Duration.ofDays(14);

    /** With the provider's own certificate first, each of the others the issuer of the one before; no authority's. */
    static Tls of(@Nullable String version, List<X509Certificate> chain) {
        X509Certificate own = chain.get(0);
        X509Certificate first =
                chain.stream().min(Comparator.comparing(Tls::notAfter)).orElseThrow();
        return new Tls(
                version,
                name(own.getIssuerX500Principal()),
                notAfter(first),
                notAfter(own),
                notAfter(first).isBefore(notAfter(own)) ? name(first.getSubjectX500Principal()) : null,
                chain.stream()
                        .map(Tls::expiringFrom)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** A fortnight before the end, or a third of the lifetime, for those that live for days or hours only. */
    private static Instant expiringFrom(X509Certificate certificate) {
        Duration third = Duration.between(certificate.getNotBefore().toInstant(), notAfter(certificate))
                .dividedBy(3);
        return notAfter(certificate).minus(third.compareTo(MAX_WARNING) < 0 ? third : MAX_WARNING);
    }

    private static Instant notAfter(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static String name(X500Principal principal) {
        return ShownText.of(principal.getName());
    }

    /** Which certificate it is that {@link #notAfter} is of, and when that is. */
    String expiry() {
        return intermediate == null
                ? "the certificate runs out at " + notAfter
                : "the intermediate certificate " + intermediate + " runs out at " + notAfter;
    }
}
