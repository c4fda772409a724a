package dev.ccproxy.monitor;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Makes a reason of what a check has met: an answer or an exception. Nothing else decides what either means. */
final class Diagnosis {

    /**
     * What the providers' APIs write, in lower case, when there is no money or quota left: OpenAI ("Error codes"),
     * Anthropic ("Errors"), DeepSeek, OpenRouter and xAI in their own.
     */
    private static final List<String> QUOTA_TEXTS = List.of(
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "credit balance is too low",
            "insufficient balance",
            "insufficient credits",
            "used all available credits");

    /** OpenAI and Gemini write this; with the latter's delay to retry after, it is a limit of requests a minute. */
    private static final String QUOTA_TEXT = "exceeded your current quota";

    private static final String GEMINI_RETRY = "retrydelay";

    /** Gemini answers 400 where others answer 401. */
    private static final String GEMINI_KEY_REJECTED = "api_key_invalid";

    private Diagnosis() {}

    /**
     * What an answer means.
     *
     * @param mode how it was asked for
     * @param refusal the body of a 4xx, in lower case
     * @param ofTheProxy whether the proxy could have answered itself
     */
    static Reason ofAnswer(CheckMode mode, int status, String refusal, boolean ofTheProxy) {
        if (ofTheProxy && (status == 407 || status == 502 || status == 504)) {
            return Reason.PROXY_FAILURE;
        }
        // A status that does not exist counts as one of the 5xx (RFC 9110, 15).
        if (status >= 500 || status < 100) {
            return Reason.SERVER_ERROR;
        }
        return switch (mode) {
            case MODELS -> ofModels(status, refusal);
            case REACH, OFF -> Reason.OK;
        };
    }

    private static Reason ofModels(int status, String refusal) {
        if (status >= 200 && status < 300) {
            return Reason.OK;
        }
        if (status == 402 || saysQuota(refusal)) {
            return Reason.QUOTA_EXCEEDED;
        }
        if (status == 401 || status == 403 || refusal.contains(GEMINI_KEY_REJECTED)) {
            return Reason.KEY_REJECTED;
        }
        return status == 429 ? Reason.RATE_LIMITED : Reason.CLIENT_ERROR;
    }

    private static boolean saysQuota(String refusal) {
        return QUOTA_TEXTS.stream().anyMatch(refusal::contains)
                || (refusal.contains(QUOTA_TEXT) && !refusal.contains(GEMINI_RETRY));
    }

    /** The reason that counts for a provider that can be used: of several, the later one. */
    static Reason worst(Reason ofAnswer, boolean slow, boolean certificateExpiring) {
        if (!ofAnswer.state().active()) {
            return ofAnswer;
        }
        return Stream.of(
                        ofAnswer,
                        slow ? Reason.SLOW : Reason.OK,
                        certificateExpiring ? Reason.CERTIFICATE_EXPIRING : Reason.OK)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Why there was no answer, of a check that came as far as this phase. */
    static Reason ofFailure(IOException first, Phase phase, boolean proxied) {
        IOException e = furthest(first);
        // First what a certificate tells: another address may have been tried in vain after that.
        if (cause(e, SSLPeerUnverifiedException.class) != null || isOfAnotherName(e)) {
            return Reason.TLS_HOSTNAME_MISMATCH;
        }
        if (cause(e, CertificateExpiredException.class) != null) {
            return Reason.TLS_EXPIRED;
        }
        if (cause(e, CertificateException.class) != null || cause(e, CertPathBuilderException.class) != null) {
            return Reason.TLS_UNTRUSTED;
        }
        if (proxied && (phase == Phase.DNS || phase == Phase.CONNECT)) {
            return Reason.PROXY_FAILURE;
        }
        if (e instanceof InterruptedIOException) {
            return phase.cutOff();
        }
        if (e instanceof UnknownHostException) {
            return Reason.DNS_FAILURE;
        }
        if (phase == Phase.TLS) {
            return Reason.TLS_FAILURE;
        }
        if (exceedsLimit(e)) {
            return Reason.PROTOCOL_ERROR;
        }
        if (e instanceof SSLException) {
            return Reason.TLS_FAILURE;
        }
        if (e instanceof ConnectException) {
            return Reason.CONNECTION_REFUSED;
        }
        if (e instanceof ProtocolException || e instanceof MalformedURLException) {
            return Reason.PROTOCOL_ERROR;
        }
        return Reason.CONNECTION_FAILED;
    }

    /** Whether the peer sent more than is read of it. TLS wraps what ends its reading. */
    static boolean exceedsLimit(IOException e) {
        return cause(e, LimitedSocket.LimitException.class) != null;
    }

    /** The certificate that was rejected, where the exception tells it: one that has run out does. */
    static @Nullable Tls rejectedCertificate(IOException e) {
        CertPathValidatorException invalid = cause(furthest(e), CertPathValidatorException.class);
        if (invalid == null || invalid.getCertPath() == null) {
            return null;
        }
        return invalid.getCertPath().getCertificates().stream()
                .findFirst()
                .map(certificate -> Tls.of(null, (X509Certificate) certificate))
                .orElse(null);
    }

    /** Where a name has several addresses, OkHttp throws what the first one met; the one that got furthest tells most. */
    private static IOException furthest(IOException first) {
        List<IOException> all = Stream.concat(Stream.of(first), Arrays.stream(first.getSuppressed()))
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .toList();
        for (Class<? extends IOException> type : List.of(SSLException.class, ConnectException.class)) {
            for (IOException e : all) {
                if (type.isInstance(e)) {
                    return e;
                }
            }
        }
        return first;
    }

    /** A server's own TLS may compare the names itself; the JDK has no type for that, only these texts. */
    private static boolean isOfAnotherName(IOException e) {
        CertificateException rejected = cause(e, CertificateException.class);
        String text = rejected == null ? "" : String.valueOf(rejected.getMessage());
        return text.startsWith("No subject alternative") || text.startsWith("No name matching");
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
