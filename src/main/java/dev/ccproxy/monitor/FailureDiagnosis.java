package dev.ccproxy.monitor;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyManagementException;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Diagnosis} of why there was no response, or not the whole of it.
 *
 * @param thrown what OkHttp has thrown: where a name has several addresses, what the first one met
 * @param phase how far the check came
 * @param proxied whether the company's proxy was on the way
 * @param overdue whether the deadline has cut the check off
 * @param otherThanHttp whether a peer said something that no HTTP response begins with
 */
record FailureDiagnosis(Throwable thrown, Phase phase, boolean proxied, boolean overdue, boolean otherThanHttp) {

    Diagnosis diagnose() {
        Diagnosis ours = ofThisMachine();
        if (ours != null) {
            return ours;
        }
        // What a certificate tells comes first: another address may have been tried in vain after that.
        IOException furthest = Causes.furthest(thrown);
        Diagnosis ofCertificate = furthest == null ? null : ofCertificate(furthest);
        if (ofCertificate != null) {
            return ofCertificate;
        }
        if (overdue && !(phase == Phase.RESPONSE && otherThanHttp)) {
            return ofCutOff(phase, proxied);
        }
        if (furthest == null) {
            return ofOkHttp();
        }
        if (proxied && (phase == Phase.DNS || phase == Phase.CONNECT)) {
            return ProxyDiagnosis.ofFailure(thrown);
        }
        return phase == Phase.RESPONSE && otherThanHttp ? Diagnosis.of(Reason.PROTOCOL_ERROR) : ofBreak(furthest);
    }

    /** With these two, OkHttp ends some responses that are no HTTP, such as a negative status; any other is a fault of ours. */
    private Diagnosis ofOkHttp() {
        boolean ofResponse = thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException;
        return ofResponse && phase != Phase.PREPARATION
                ? Diagnosis.of(Reason.PROTOCOL_ERROR)
                : new Diagnosis(Reason.CHECK_FAILED, thrown.getClass().getSimpleName() + ", which should not exist");
    }

    /** What it means that the deadline has come in a phase. */
    static Diagnosis ofCutOff(Phase phase, boolean proxied) {
        if (proxied && (phase == Phase.DNS || phase == Phase.CONNECT)) {
            return ProxyDiagnosis.ofCutOff();
        }
        String detail = switch (phase) {
            case PREPARATION -> "the key could not be read in time";
            case DNS -> "no name server responded in time";
            case TLS -> "no TLS handshake in time";
            case CONNECT, RESPONSE -> null;
        };
        return new Diagnosis(phase.cutOff(), detail);
    }

    private @Nullable Diagnosis ofThisMachine() {
        for (Throwable each : Causes.all(thrown)) {
            if (each instanceof OutOfMemoryError) {
                return new Diagnosis(Reason.CHECK_FAILED, "no memory or thread is left (" + Causes.shown(each) + ")");
            }
            if (each instanceof LinkageError) {
                return new Diagnosis(Reason.CHECK_FAILED, "a class cannot be loaded (" + Causes.shown(each) + ")");
            }
            if (each instanceof LocalFailureException local) {
                return new Diagnosis(Reason.CHECK_FAILED, String.valueOf(local.getMessage()));
            }
            if (isOfOurTrustStore(each)) {
                return new Diagnosis(
                        Reason.CHECK_FAILED,
                        "this JVM's trust store cannot be used (" + ShownText.of(String.valueOf(each.getMessage()))
                                + ")");
            }
        }
        return null;
    }

    /** It cannot be read, or is empty, which the JDK finds at the handshake; a peer's bad key has some of these types. */
    private static boolean isOfOurTrustStore(Throwable e) {
        String text = String.valueOf(e.getMessage());
        return e instanceof KeyStoreException
                || e instanceof KeyManagementException
                || (e instanceof NoSuchAlgorithmException && text.startsWith("Error constructing implementation"))
                || (e instanceof InvalidAlgorithmParameterException && text.contains("trustAnchors"));
    }

    private static @Nullable Diagnosis ofCertificate(IOException e) {
        if (Causes.find(e, SSLPeerUnverifiedException.class) != null || isOfAnotherName(e)) {
            return Diagnosis.of(Reason.TLS_HOSTNAME_MISMATCH);
        }
        if (Causes.find(e, CertificateExpiredException.class) != null) {
            return Diagnosis.of(Reason.TLS_EXPIRED);
        }
        if (Causes.find(e, CertificateNotYetValidException.class) != null) {
            return new Diagnosis(Reason.TLS_NOT_YET_VALID, "look at the certificate, and at this machine's clock");
        }
        if (Causes.find(e, CertificateException.class) != null
                || Causes.find(e, CertPathBuilderException.class) != null) {
            return Diagnosis.of(Reason.TLS_UNTRUSTED);
        }
        return null;
    }

    private Diagnosis ofBreak(IOException e) {
        if (e instanceof UnknownHostException) {
            return Causes.find(e, TimeoutException.class) != null
                    ? ofCutOff(Phase.DNS, false)
                    : Diagnosis.of(Reason.DNS_FAILURE);
        }
        if (Causes.exceedsLimit(e)) {
            return Diagnosis.of(phase == Phase.TLS ? Reason.TLS_FAILURE : Reason.PROTOCOL_ERROR);
        }
        if (phase == Phase.TLS || e instanceof SSLException) {
            return new Diagnosis(Reason.TLS_FAILURE, ShownText.of(String.valueOf(e.getMessage())));
        }
        if (e instanceof ConnectException) {
            return Diagnosis.of(isTimeout(e) ? Reason.CONNECT_TIMEOUT : Reason.CONNECTION_REFUSED);
        }
        if (isCut(e)) {
            return new Diagnosis(Reason.CONNECTION_FAILED, "it hung up before the end of its response");
        }
        return Diagnosis.of(
                e instanceof ProtocolException || e instanceof MalformedURLException
                        ? Reason.PROTOCOL_ERROR
                        : Reason.CONNECTION_FAILED);
    }

    /** The kernel gives up by itself, too, after about two minutes; the JDK has one type for both. */
    private static boolean isTimeout(IOException e) {
        return Causes.all(e).stream()
                .anyMatch(each -> String.valueOf(each.getMessage()).contains("timed out"));
    }

    /** OkHttp has one type for a body that is too short and another for one in chunks. */
    private static boolean isCut(IOException e) {
        return Causes.find(e, EOFException.class) != null
                || String.valueOf(e.getMessage()).startsWith("unexpected end of stream");
    }

    /** A server's own TLS may compare the names itself; the JDK has no type for that, only these texts. */
    private static boolean isOfAnotherName(IOException e) {
        CertificateException rejected = Causes.find(e, CertificateException.class);
        String text = rejected == null ? "" : String.valueOf(rejected.getMessage());
        return text.startsWith("No subject alternative") || text.startsWith("No name matching");
    }
}
