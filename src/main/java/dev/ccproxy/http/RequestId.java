package dev.ccproxy.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a request, in its answer's {@code request-id} header and in the log. */
final class RequestId {

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The caller's {@code X-Request-ID} where it is well-formed, else an id of our own; the same for the whole request. */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        String given = request.getHeader("X-Request-ID");
        String id = given != null && isWellFormed(given) ? given : random();
        request.setAttribute(ATTRIBUTE, id);
        return id;
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
        // Not UUID.randomUUID(): an id is no secret, and every poll would wait for its turn at the secure generator.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
