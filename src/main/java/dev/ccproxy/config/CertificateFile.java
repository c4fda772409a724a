package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of certificates, such as a company's own certificate authority: PEM, with any text around the certificates
 * (RFC 7468, 2), or one in DER form.
 */
final class CertificateFile {

    private static final String BEGIN = "-----BEGIN ";

    /** With its label, which ends it too, and its Base64. */
    private static final Pattern BLOCK = Pattern.compile(BEGIN + "([A-Z0-9 ]{1,64})-----([^-]*)-----END \\1-----");

    private CertificateFile() {}

    /** At least one certificate. */
    static List<X509Certificate> parse(byte[] content) throws IOException {
        List<X509Certificate> certificates;
        try {
            certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(blocks(content)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
        } catch (CertificateException e) {
            throw new IOException("is no PEM file of certificates", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("holds no certificate");
        }
        return certificates;
    }

    /**
     * Each block on lines of its own and nothing else: the JVM's reader passes over one that is not at the beginning of
     * a line in silence, and takes any line of hyphens for the beginning of one. As it was where there is no block.
     */
    private static byte[] blocks(byte[] content) throws IOException {
        String text = new String(content, ISO_8859_1);
        int begun = text.split(BEGIN, -1).length - 1;
        List<String> blocks = BLOCK.matcher(text)
                .results()
                .map(block -> BEGIN + block.group(1) + "-----\n"
                        + block.group(2).strip() + "\n-----END " + block.group(1) + "-----\n")
                .toList();
        if (blocks.size() != begun) {
            throw new IOException("is no PEM file of certificates");
        }
        return begun == 0 ? content : String.join("", blocks).getBytes(ISO_8859_1);
    }
}
