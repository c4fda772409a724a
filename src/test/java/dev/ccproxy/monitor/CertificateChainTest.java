package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of the certificates that a peer sends count. */
@Timeout(20)
class CertificateChainTest {

    private final HeldCertificate root = authority("root", null);
    private final HeldCertificate crossSigned = new HeldCertificate.Builder()
            .keyPair(root.keyPair())
            .signedBy(authority("older root", null))
            .certificateAuthority(1)
            .commonName("root")
            .build();
    private final HeldCertificate between = authority("between", root);
    private final HeldCertificate leaf =
            new HeldCertificate.Builder().signedBy(between).commonName("leaf").build();

    @Test
    void endsBeforeTheAuthorityThatIsTrusted() {
        assertThat(chain(root, leaf, between, root)).containsExactly(leaf.certificate(), between.certificate());
        assertThat(chain(root, leaf, between)).containsExactly(leaf.certificate(), between.certificate());
    }

    @Test
    void leavesOutAnAuthorityThatIsCrossSignedByAnotherWhereItIsTrustedItself() {
        assertThat(chain(root, leaf, between, crossSigned)).containsExactly(leaf.certificate(), between.certificate());
    }

    @Test
    void takesTheOrderOfTheIssuersWhateverIsSentBesides() {
        assertThat(chain(root, leaf, authority("other", null), root, between))
                .containsExactly(leaf.certificate(), between.certificate());
    }

    @Test
    void ofTwoForOneIssuerTheOneThatIsValidForLongestCounts() {
        HeldCertificate old = new HeldCertificate.Builder()
                .keyPair(between.keyPair())
                .signedBy(root)
                .certificateAuthority(0)
                .commonName("between")
                .duration(1, TimeUnit.HOURS)
                .build();

        assertThat(chain(root, leaf, old, between)).containsExactly(leaf.certificate(), between.certificate());
        assertThat(chain(root, leaf, between, old)).containsExactly(leaf.certificate(), between.certificate());
    }

    @Test
    void endsWithTheLastThatIsSentIfNoAuthorityIsKnown() {
        CertificateChain unknown = new CertificateChain(null);

        assertThat(unknown.of(certificates(leaf, between, crossSigned)))
                .containsExactly(leaf.certificate(), between.certificate(), crossSigned.certificate());
        assertThat(unknown.of(certificates(leaf, between, root)))
                .containsExactly(leaf.certificate(), between.certificate());
        assertThat(unknown.of(certificates(root))).containsExactly(root.certificate());
        assertThat(unknown.of(new Certificate[0])).isEmpty();
    }

    private static List<X509Certificate> chain(HeldCertificate trusted, HeldCertificate... sent) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(trusted.certificate())
                .build();
        return new CertificateChain(trust.trustManager()).of(certificates(sent));
    }

    private static Certificate[] certificates(HeldCertificate... held) {
        return Arrays.stream(held).map(HeldCertificate::certificate).toArray(Certificate[]::new);
    }

    private static HeldCertificate authority(String name, @Nullable HeldCertificate issuer) {
        HeldCertificate.Builder builder =
                new HeldCertificate.Builder().certificateAuthority(1).commonName(name);
        return issuer == null
                ? builder.build()
                : builder.signedBy(issuer).certificateAuthority(0).build();
    }
}
