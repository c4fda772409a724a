package dev.ccproxy.monitor;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A provider's TLS, as a check found it. Names are distinguished names (RFC 2253), at most 256 characters, without control
 * and format characters.
 *
 * @param version such as {@code TLSv1.3}; null if the handshake failed
 * @param issuer who issued the provider's own certificate
 * @param notAfter when the first certificate of the chain expires: the provider's own, or an intermediate one
 * @param leafNotAfter when the provider's own certificate, the leaf, expires
 * @param intermediate the name of the intermediate certificate to renew first; null if that is the leaf
 * @param expiringFrom from when the chain counts as expiring
 * @param expiry which certificate to renew first, and when it expires, as a clause
 */
public record Tls(
        @Nullable String version,
        String issuer,
        Instant notAfter,
        Instant leafNotAfter,
        @Nullable String intermediate,
        Instant expiringFrom,
        String expiry) {

    private static final Duration MAX_WARNING = Duration.ofDays(14);

    /** Of a chain that begins with the provider's own certificate, each followed by its issuer's, without the authority's. */
    static Tls of(@Nullable String version, List<X509Certificate> chain, Instant now) {
        X509Certificate leaf = chain.get(0);
        X509Certificate first = earliest(chain, Tls::notAfter);
        X509Certificate renewed = notAfter(first).isBefore(now) ? first : earliest(chain, Tls::expiringFrom);
        String intermediate = renewed.equals(leaf) ? null : name(renewed.getSubjectX500Principal());
        return new Tls(
                version,
                name(leaf.getIssuerX500Principal()),
                notAfter(first),
                notAfter(leaf),
                intermediate,
                expiringFrom(earliest(chain, Tls::expiringFrom)),
                (intermediate == null ? "the certificate" : "the intermediate certificate " + intermediate)
                        + (notAfter(renewed).isBefore(now) ? " expired at " : " expires at ")
                        + notAfter(renewed));
    }

    private static X509Certificate earliest(List<X509Certificate> chain, Function<X509Certificate, Instant> date) {
        return chain.stream().min(Comparator.comparing(date)).orElseThrow();
    }

    /** 14 days before the end, or a third of the lifetime if that is less. */
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
}
