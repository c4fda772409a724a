package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with a configuration, collected so that it can be mended in one go. */
final class Faults {

    private final List<String> sentences = new ArrayList<>();

    /** Takes one fault: the key, and a predicate that says what is wrong, what is allowed and what to do. */
    void add(String key, String predicate) {
        sentences.add(key + " " + predicate);
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
