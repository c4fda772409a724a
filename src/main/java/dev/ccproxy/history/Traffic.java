package dev.ccproxy.history;

import java.util.Map;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import java.util.TreeMap;

/**
 * What the requests of clients met at a provider.
 *
 * @param attempts how many were made
 * @param failures how many of them failed, by the kind of failure
 * @param firstByte how long the heads of responses took
 */
record Traffic(long attempts, Map<String, Long> failures, Phase firstByte) {

    static final Traffic NONE = new Traffic(0, Map.of(), Phase.NONE);

    Traffic plus(Traffic other) {
        if (other.equals(NONE)) {
            return this;
        }
        Map<String, Long> sums = new TreeMap<>(failures);
        other.failures.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
        return new Traffic(attempts + other.attempts, Map.copyOf(sums), firstByte.plus(other.firstByte));
    }

    /** What this has more than an earlier one. */
    Traffic minus(Traffic earlier) {
        Map<String, Long> more = new TreeMap<>(failures);
        earlier.failures.forEach((kind, count) -> more.merge(kind, -count, Long::sum));
        more.values().removeIf(count -> count == 0);
        return new Traffic(
                attempts - earlier.attempts,
                Map.copyOf(more),
                new Phase(
                        firstByte.count() - earlier.firstByte.count(),
                        firstByte.micros() - earlier.firstByte.micros()));
    }

    /** The failures as one text, such as {@code overloaded=3 timeout=1}. */
    String failuresAsText() {
        StringJoiner text = new StringJoiner(" ");
        new TreeMap<>(failures).forEach((kind, count) -> text.add(kind + "=" + count));
        return text.toString();
    }

    static Map<String, Long> failuresOf(String text) {
        Map<String, Long> failures = new TreeMap<>();
        for (StringTokenizer words = new StringTokenizer(text); words.hasMoreTokens(); ) {
            String word = words.nextToken();
            int equals = word.indexOf('=');
            failures.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
        }
        return Map.copyOf(failures);
    }
}
