package dev.ccproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's own authority in the trust store of the server is enough; of another name it is told apart. */
@Tag("slow")
@Tag("anywhere") // how providers are reached does not depend on the server
class TrustIT {

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    private Path folder;

    @Test
    void trustsWhomTheServerTrusts() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("company", AUTHORITY.certificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        try (FakeProvider trusted = FakeProvider.answeringOverTls(certificate(AUTHORITY, "127.0.0.1"));
                FakeProvider named = FakeProvider.answeringOverTls(certificate(AUTHORITY, "elsewhere.example"));
                FakeProvider stranger = FakeProvider.answeringOverTls(certificate(null, "127.0.0.1"));
                Server server = Server.start(
                        Map.of(
                                "CCPROXY_PROVIDERS", "trusted,named,stranger",
                                "CCPROXY_PROVIDER_TRUSTED_BASE_URL", trusted.url(),
                                "CCPROXY_PROVIDER_NAMED_BASE_URL", named.url(),
                                "CCPROXY_PROVIDER_STRANGER_BASE_URL", stranger.url()),
                        new Extras().trusting(file))) {
            awaitReason(server, "trusted", "ok");
            awaitReason(server, "named", "tls_hostname_mismatch");
            awaitReason(server, "stranger", "tls_untrusted");
        }
    }

    private static void awaitReason(Server server, String provider, String reason) {
        await().until(() -> server.client()
                .get("/status/providers/" + provider)
                .json()
                .getString("reason")
                .equals(reason));
    }

    private static HeldCertificate certificate(HeldCertificate authority, String name) {
        HeldCertificate.Builder builder = new HeldCertificate.Builder().addSubjectAlternativeName(name);
        return (authority == null ? builder : builder.signedBy(authority)).build();
    }
}
