package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS by the server's own means, as the README says. */
@Tag("slow") // how providers are reached does not depend on the server
class TlsIT {

    private static final String PASSWORD = "canary-51c0";

    @TempDir
    private static Path folder;

    private static HandshakeCertificates trust;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("rebound.example")
                .build();
        trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("ccproxy", certificate.keyPair().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
            certificate.certificate()
        });
        Path file = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        server = Server.start(
                Map.of(
                        "CCPROXY_API_KEY",
                        "tls-key",
                        "TLS_KEYSTORE",
                        file.toString(),
                        "TLS_KEYSTORE_PASSWORD",
                        PASSWORD),
                new Extras().speakingTls(file, PASSWORD, trust));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void admitsALocalCallerAndNamesTheSocket() {
        Client client = server.client();
        Response response = client.get("/status", "Origin: https://" + client.authority());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getInt("port")).isEqualTo(client.port());
        assertThat(response.json().getString("host")).isEqualTo("127.0.0.1");
        assertThat(server.logs()).doesNotContain("a request has arrived on port");
    }

    @Test
    void refusesStrangers() {
        Client client = server.client();
        assertThat(client.get("/status", "X-Forwarded-For: 127.0.0.1").status()).isEqualTo(401);
        assertThat(client.get("/status", "Origin: http://" + client.authority()).status())
                .isEqualTo(401);
        assertThat(client.get("/status", "X-Forwarded-For: 127.0.0.1", "x-api-key: tls-key")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void speaksHttp2ByTheSameRules() throws Exception {
        assertThat(overHttp2("localhost", "Accept", "*/*")).isEqualTo(200);
        assertThat(overHttp2("localhost", "Via", "1.1 somewhere")).isEqualTo(401);
        assertThat(overHttp2("localhost", "Origin", "https://evil.example")).isEqualTo(401);
        assertThat(overHttp2("rebound.example", "Accept", "*/*")).isEqualTo(401);
        assertThat(overHttp2("rebound.example", "x-api-key", "tls-key")).isEqualTo(200);
    }

    @Test
    void keepsThePasswordOutOfTheLog() {
        assertThat(server.logs()).isNotEmpty().doesNotContain(PASSWORD);
    }

    private static int overHttp2(String host, String header, String value) throws IOException {
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .dns(name -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        Request request = new Request.Builder()
                .url("https://" + host + ":" + server.client().port() + "/status")
                .header(header, value)
                .build();
        try (okhttp3.Response response = client.newCall(request).execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            return response.code();
        } finally {
            // Open Liberty waits for up to 30 s for an open HTTP/2 connection before it ends.
            client.connectionPool().evictAll();
        }
    }
}
