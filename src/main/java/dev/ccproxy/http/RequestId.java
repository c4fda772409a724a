package dev.ccproxy.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id of a request, in its response's {@code request-id} header and in the log. */
final class RequestId {

    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The client's {@code X-Request-ID} if it is well-formed, else one of our own. */
    static String from(@Nullable String clients) {
        return clients != null && isWellFormed(clients) ? clients : random();
    }

    static boolean isWellFormed(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "._:/+=@-".indexOf(c) >= 0);
    }

    private static String random() {
        // Not UUID.randomUUID(): an id is no secret, and all requests would queue for the one secure generator.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
