package dev.ccproxy.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * To which of several equal choices a conversation goes, by rendezvous hashing: always to the same one, on every node and
 * after every restart, without a table; and where one is added or taken away, only its own conversations move.
 *
 * @param conversation a hash of what stays the same in a conversation
 */
record Affinity(long conversation) {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static Affinity of(RoutedRequest request) {
        String client = request.client().name();
        String session = request.session();
        return new Affinity(
                session != null
                        ? hash(client + " " + session)
                        : hash(client + " " + request.features().conversation()));
    }

    /** The choices in this conversation's order; each is the first of as many conversations as its weight says. */
    <T> List<T> order(List<T> choices, Function<T, String> name, ToIntFunction<T> weight) {
        return choices.size() < 2
                ? choices
                : choices.stream()
                        .sorted(Comparator.comparingDouble(
                                (T choice) -> -score(name.apply(choice), weight.applyAsInt(choice))))
                        .toList();
    }

    /** "Weighted distributed hash tables" (Schindelhauer and Schomaker), 3. */
    private double score(String name, int weight) {
        long hash = mix(hash(name) ^ conversation);
        double uniform = ((hash >>> 11) + 0.5) / (1L << 53);
        return -weight / Math.log(uniform);
    }

    /** FNV-1a of 64 bits. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The last step of MurmurHash3, after which each bit depends on each. */
    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
