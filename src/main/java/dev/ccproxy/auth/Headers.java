package dev.ccproxy.auth;

import java.util.List;
import java.util.Map;

/** The raw headers of a request, whose names are in any case. */
final class Headers {

    private Headers() {}

    /** The values of one; empty where it is not there. Not by getOrDefault, for which one of the servers looks twice. */
    static List<String> values(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? List.of() : values;
    }
}
