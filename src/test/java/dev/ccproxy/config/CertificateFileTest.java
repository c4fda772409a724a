package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFileTest {

    private static final HeldCertificate ONE = new HeldCertificate.Builder().build();
    private static final HeldCertificate OTHER = new HeldCertificate.Builder().build();

    @TempDir
    Path folder;

    @Test
    void readsEveryCertificateOfTheFile() throws IOException {
        String content = "# The company's own\n" + ONE.certificatePem() + "\n" + OTHER.certificatePem();

        assertThat(read(content).trustedCertificates()).containsExactly(ONE.certificate(), OTHER.certificate());
    }

    @Test
    void trustsNobodyElseUnlessTold() {
        assertThat(Configured.by().read().trustedCertificates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----"})
    void refusesAFileWithoutCertificates(String content) throws IOException {
        assertThat(read(content).faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.trusted-certificates names a file that ")
                .endsWith("hold certificates in PEM form and nothing else")
                .doesNotContain("canary");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThat(Configured.by(
                                "ccproxy.trusted-certificates",
                                folder.resolve("none").toString())
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.trusted-certificates names a file that does not exist");
    }

    private Settings read(String content) throws IOException {
        Path file = Files.write(folder.resolve("ca.pem"), content.getBytes(UTF_8));
        return Configured.by("ccproxy.trusted-certificates", file.toString()).read();
    }
}
