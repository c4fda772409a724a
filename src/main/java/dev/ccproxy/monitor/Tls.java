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
 * What a check saw of a provider's TLS. Names are distinguished names by RFC 2253, at most 256 characters, without
 * control and format characters.
 *
 * @param version such as {@code TLSv1.3}; null where the handshake failed
 * @param issuer who issued the provider's own certificate
 * @param notAfter when the first certificate of the chain runs out: its own, or an intermediate one
 * @param leafNotAfter when its own certificate, the leaf, runs out
 * @param intermediate the name of the intermediate certificate that is to be renewed first; null where that is the leaf
 * @param expiringFrom when the chain begins to count as expiring
 * @param expiry which certificate is to be renewed first, and when it runs out, as a clause
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

    /** With the provider's own certificate first, each of the others the issuer of the one before; no authority's. */
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
                        + (notAfter(renewed).isBefore(now) ? " ran out at " : " runs out at ")
                        + notAfter(renewed));
    }

    private static X509Certificate earliest(List<X509Certificate> chain, Function<X509Certificate, Instant> date) {
        return chain.stream().min(Comparator.comparing(date)).orElseThrow();
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
}
