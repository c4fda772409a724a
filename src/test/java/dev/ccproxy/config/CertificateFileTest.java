package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s%s",
                "\uFEFF%s%s",
                "\uFEFF# ours\n%s%s",
                "subject=CN = ours\nissuer=CN = ours\n---\n%s---\n 1 s:CN = other\n%s---\nServer certificate\n",
                "Bag Attributes\n    friendlyName: ours\nKey Attributes: <No Attributes>\n%sBag Attributes: <Empty Attributes>\n%s",
                "Certificate:\n    Data:\n        Version: 3 (0x2)\n        -----\n%s\n\n%s\n\n",
                "ours: %s other: %s",
                "------ ours ------\n%s-----\n%s-----"
            })
    void toleratesWhatStandsAroundTheCertificates(String around) throws IOException {
        String content = String.format(around, ONE.certificatePem(), OTHER.certificatePem());
        String indented = content.replace("\n", "\n    ");
        // Joined files, the first of which has no line's end.
        String joined = content.replace("-----\n-----", "----------");
        String inOneLine = content.replace('\n', ' ');
        for (String form : List.of(
                content, content.replace("\n", "\r\n"), content.replace('\n', '\r'), indented, joined, inOneLine)) {
            assertThat(read(form).trustedCertificates()).containsExactly(ONE.certificate(), OTHER.certificate());
        }
    }

    @Test
    void readsACertificateInDerForm() throws Exception {
        Path file = Files.write(folder.resolve("ca.der"), ONE.certificate().getEncoded());

        assertThat(Configured.by("ccproxy.trusted-certificates", file.toString())
                        .read()
                        .trustedCertificates())
                .containsExactly(ONE.certificate());
    }

    @Test
    void trustsNobodyElseUnlessTold() {
        assertThat(Configured.by().read().trustedCertificates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\ncanary",
                "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----"
            })
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
