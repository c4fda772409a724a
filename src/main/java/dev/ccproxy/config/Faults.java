package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a configuration, collected so that it can be fixed in one go. */
final class Faults {

    private final List<String> sentences = new ArrayList<>();

    /** Adds a fault: the key, and the rest of a sentence, which says what is allowed and what to do. */
    void add(String key, String predicate) {
        sentences.add(key + " " + predicate);
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
