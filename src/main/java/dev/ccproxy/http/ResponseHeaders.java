package dev.ccproxy.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of every answer, whoever writes it. */
final class ResponseHeaders {

    /** When to come back, in seconds: by when an operator or a restart may have mended what is wrong. */
    private static final int RETRY_AFTER_UNAVAILABLE = 30;

    private static final int RETRY_AFTER_TOO_MANY = 1;

    private ResponseHeaders() {}

    /** With when to come back, in seconds, where that is known better than by the status; else null. */
    static void set(
            HttpServletRequest request, int status, @Nullable Object retryAfter, BiConsumer<String, String> header) {
        header.accept("request-id", RequestId.of(request));
        header.accept("X-Content-Type-Options", "nosniff");
        header.accept("Cache-Control", status >= 400 ? "no-store" : "private, no-cache");
        if (status == ErrorType.AUTHENTICATION.status()) {
            header.accept("WWW-Authenticate", "Bearer");
        }
        if (status == ErrorType.SERVICE.status()) {
            header.accept(
                    "Retry-After",
                    Objects.requireNonNullElse(retryAfter, RETRY_AFTER_UNAVAILABLE)
                            .toString());
        }
        if (status == ErrorType.RATE_LIMIT.status()) {
            header.accept("Retry-After", Integer.toString(RETRY_AFTER_TOO_MANY));
        }
    }
}
