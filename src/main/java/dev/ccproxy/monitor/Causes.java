package dev.ccproxy.monitor;

import dev.ccproxy.upstream.ReadLimitException;
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

/** Searches an exception, its causes and what it suppressed. */
final class Causes {

    private Causes() {}

    /** The exception, its causes, and the same for each suppressed one. */
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

    /** The first of a type among the exception and its causes; null if there is none. */
    static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** The exception and its causes in one line that can be shown. */
    static String shown(Throwable thrown) {
        return shown(thrown, UnaryOperator.identity());
    }

    /** The same, masked before it is shortened, and without the content that Okio shows as hexadecimal digits. */
    static String shown(Throwable thrown, UnaryOperator<String> mask) {
        String text = all(thrown).stream().map(Throwable::toString).collect(Collectors.joining("; "));
        return ShownText.of(mask.apply(text).replaceAll("content=[0-9a-f]+", "content=[REDACTED]"));
    }

    /**
     * The exception of the address that got furthest, which says most; OkHttp throws that of the first address and
     * suppresses the others. Null if none is an I/O error.
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

    /** Whether the peer sent more than is read; over TLS, the JDK wraps the exception. */
    static boolean exceedsLimit(IOException e) {
        return find(e, ReadLimitException.class) != null;
    }

    /** The rejected certificate chain, if the exception has it, as for an expired one; else empty. */
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
