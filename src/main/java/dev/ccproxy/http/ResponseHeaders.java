package dev.ccproxy.http;

import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The headers of every response, whoever writes it. One that the response has already stays as it is: a provider's
 * response keeps its own.
 */
public final class ResponseHeaders {

    private ResponseHeaders() {}

    /** Adds what is missing; has and set are the response's. */
    public static void complete(
            RequestInfo request, int status, Predicate<String> has, BiConsumer<String, String> set) {
        BiConsumer<String, String> add = (name, value) -> {
            if (!has.test(name)) {
                set.accept(name, value);
            }
        };
        add.accept("request-id", request.id());
        if (request.belowV1()) {
            // There, request-id may be the provider's.
            add.accept("x-ccproxy-request-id", request.id());
        }
        add.accept("X-Content-Type-Options", "nosniff");
        add.accept("Cache-Control", status >= 400 ? "no-store" : "private, no-cache");
        if (status == ErrorType.AUTHENTICATION.status()) {
            add.accept("WWW-Authenticate", "Bearer");
            if (request.belowV1()) {
                // Otherwise Claude Code repeats the request for a minute.
                add.accept("x-should-retry", "false");
            }
        }
    }
}
