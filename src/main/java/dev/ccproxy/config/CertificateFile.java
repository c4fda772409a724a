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

    /** A block: its label, which is repeated at its end, and its Base64. */
    private static final Pattern BLOCK = Pattern.compile(BEGIN + "([A-Z0-9 ]{1,64})-----([^-]*)-----END \\1-----");

    private CertificateFile() {}

    /** The certificates in a file's content, at least one. */
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
            throw new IOException("is not a PEM file of certificates", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("holds no certificate");
        }
        return certificates;
    }

    /**
     * Only the blocks, each on lines of its own: the JVM's reader silently skips a block that does not begin at the start
     * of a line, and takes any line of hyphens for the start of one. Content without a block is returned unchanged.
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
            throw new IOException("is not a PEM file of certificates");
        }
        return begun == 0 ? content : String.join("", blocks).getBytes(ISO_8859_1);
    }
}
