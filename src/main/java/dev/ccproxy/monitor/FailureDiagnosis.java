package dev.ccproxy.monitor;

import dev.ccproxy.upstream.LocalFailureException;
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
 * Makes a {@link Diagnosis} of a check without a complete response.
 *
 * @param thrown what OkHttp has thrown: if a name has several addresses, the failure of the first one
 * @param phase how far the check came
 * @param proxied whether the provider is reached through the company's proxy
 * @param overdue whether the deadline has cut the check off
 * @param otherThanHttp whether a peer sent something that no HTTP response begins with
 */
record FailureDiagnosis(Throwable thrown, Phase phase, boolean proxied, boolean overdue, boolean otherThanHttp) {

    Diagnosis diagnose() {
        Diagnosis local = ofThisMachine();
        if (local != null) {
            return local;
        }
        // A bad certificate comes first: OkHttp may have tried another address after it, in vain.
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
        return phase == Phase.RESPONSE && otherThanHttp ? Diagnosis.of(Reason.PROTOCOL_ERROR) : ofIoError(furthest);
    }

    /** OkHttp throws these two for some responses that are not HTTP, such as a negative status; any other is our own error. */
    private Diagnosis ofOkHttp() {
        boolean ofResponse = thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException;
        return ofResponse && phase != Phase.PREPARATION
                ? Diagnosis.of(Reason.PROTOCOL_ERROR)
                : new Diagnosis(
                        Reason.CHECK_FAILED, "unexpected " + thrown.getClass().getSimpleName());
    }

    /** The diagnosis when the deadline comes in a phase. */
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
                return new Diagnosis(
                        Reason.CHECK_FAILED, local.getMessage() + " (" + ShownText.of(message(local.getCause())) + ")");
            }
            if (isOfOurTrustStore(each)) {
                return new Diagnosis(
                        Reason.CHECK_FAILED,
                        "this JVM's trust store cannot be used (" + ShownText.of(message(each)) + ")");
            }
        }
        return null;
    }

    /** The JDK finds only at the handshake that the store is unreadable or empty; a peer's bad key has some of these types. */
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
            return new Diagnosis(Reason.TLS_NOT_YET_VALID, "check the certificate and this machine's clock");
        }
        if (Causes.find(e, CertificateException.class) != null
                || Causes.find(e, CertPathBuilderException.class) != null) {
            return Diagnosis.of(Reason.TLS_UNTRUSTED);
        }
        return null;
    }

    private Diagnosis ofIoError(IOException e) {
        if (e instanceof UnknownHostException) {
            return Causes.find(e, TimeoutException.class) != null
                    ? ofCutOff(Phase.DNS, false)
                    : Diagnosis.of(Reason.DNS_FAILURE);
        }
        if (Causes.exceedsLimit(e)) {
            return Diagnosis.of(phase == Phase.TLS ? Reason.TLS_FAILURE : Reason.PROTOCOL_ERROR);
        }
        if (phase == Phase.TLS || e instanceof SSLException) {
            return new Diagnosis(Reason.TLS_FAILURE, ShownText.of(message(e)));
        }
        if (e instanceof ConnectException) {
            return Diagnosis.of(isTimeout(e) ? Reason.CONNECT_TIMEOUT : Reason.CONNECTION_REFUSED);
        }
        if (isCut(e)) {
            return new Diagnosis(Reason.CONNECTION_FAILED, "it closed the connection before the end of its response");
        }
        return Diagnosis.of(
                e instanceof ProtocolException || e instanceof MalformedURLException
                        ? Reason.PROTOCOL_ERROR
                        : Reason.CONNECTION_FAILED);
    }

    /** The kernel, too, gives up after about two minutes; the JDK has the same type for that and for a refusal. */
    private static boolean isTimeout(IOException e) {
        return Causes.all(e).stream()
                .anyMatch(each -> String.valueOf(each.getMessage()).contains("timed out"));
    }

    /** OkHttp has one type for a body that is too short and another if the body is chunked. */
    private static boolean isCut(IOException e) {
        return Causes.find(e, EOFException.class) != null
                || String.valueOf(e.getMessage()).startsWith("unexpected end of stream");
    }

    /** The application server's own TLS may compare the names itself; the JDK has no type for that, only these texts. */
    private static boolean isOfAnotherName(IOException e) {
        CertificateException rejected = Causes.find(e, CertificateException.class);
        String text = rejected == null ? "" : String.valueOf(rejected.getMessage());
        return text.startsWith("No subject alternative") || text.startsWith("No name matching");
    }

    private static String message(@Nullable Throwable thrown) {
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }
}
