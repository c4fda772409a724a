package dev.ccproxy.monitor;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds its way in what was thrown, what caused it, and what came beside it. */
final class Causes {

    private Causes() {}

    /** It, what caused it, and the same for what was suppressed by it. */
    static List<Throwable> all(Throwable thrown) {
        List<Throwable> all = new ArrayList<>();
        for (@Nullable Throwable cause = thrown; cause != null && !all.contains(cause); cause = cause.getCause()) {
            all.add(cause);
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            all.addAll(all(suppressed));
        }
        return all;
    }

    /** Of it and what caused it, the first of a type; null where there is none. */
    static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** What was thrown and why, in a line that can be shown. */
    static String shown(Throwable thrown) {
        return shown(thrown, UnaryOperator.identity());
    }

    /** The same without what is masked, before it is cut; nor with what Okio shows in hexadecimal digits. */
    static String shown(Throwable thrown, UnaryOperator<String> mask) {
        String text = all(thrown).stream().map(Throwable::toString).collect(Collectors.joining("; "));
        return ShownText.of(mask.apply(text).replaceAll("content=[0-9a-f]+", "content=[REDACTED]"));
    }

    /**
     * Where a name has several addresses, OkHttp throws what the first one met; the one that got furthest tells most. Null
     * where none is of the network.
     */
    static @Nullable IOException furthest(Throwable first) {
        List<IOException> each = Stream.concat(Stream.of(first), Arrays.stream(first.getSuppressed()))
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .toList();
        for (Class<? extends IOException> type : List.of(SSLException.class, ConnectException.class)) {
            for (IOException e : each) {
                if (type.isInstance(e)) {
                    return e;
                }
            }
        }
        return each.isEmpty() ? null : each.get(0);
    }

    /** Whether the peer sent more than is read of it. TLS wraps what ends its reading. */
    static boolean exceedsLimit(IOException e) {
        return find(e, LimitedSocket.LimitException.class) != null;
    }

    /** The chain that was rejected, where the exception tells it, as it does of one that has run out; else empty. */
    static List<X509Certificate> rejectedChain(Throwable thrown) {
        IOException furthest = furthest(thrown);
        CertPathValidatorException invalid = furthest == null ? null : find(furthest, CertPathValidatorException.class);
        if (invalid == null || invalid.getCertPath() == null) {
            return List.of();
        }
        return invalid.getCertPath().getCertificates().stream()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
    }
}
