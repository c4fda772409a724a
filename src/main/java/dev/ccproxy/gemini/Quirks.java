package dev.ccproxy.gemini;

import dev.ccproxy.messages.QuirkTable;
import java.util.List;

/** In what a model differs from others: the rows of {@code quirks.txt} that match it and its host. */
record Quirks(QuirkTable.Settings settings) {

    private static final QuirkTable TABLE = new QuirkTable(Quirks.class);

    static Quirks of(String host, String model) {
        return new Quirks(TABLE.of(host, model));
    }

    int maxOutput() {
        return settings.number("max-output");
    }

    /** How many stop sequences the API takes. */
    int stops() {
        return settings.number("stop");
    }

    /** The levels of thinking that can be asked for, the lowest first; none for a model that has no levels. */
    List<String> levels() {
        return settings.list("levels");
    }

    /** How many tokens of thinking can be asked for at most; 0 for a model that has no budget. */
    int maxBudget() {
        return settings.number("max-budget");
    }

    /** How many tokens of thinking can be asked for at least. */
    int minBudget() {
        return settings.number("min-budget");
    }

    /** Whether a model that has a budget can be asked not to think. */
    boolean thinksNever() {
        return settings.flag("thinks-never");
    }

    /** Whether images are part of a function's response, and not beside it. */
    boolean mediaInResponses() {
        return settings.flag("media-in-responses");
    }

    /** Whether calls and their results have ids. */
    boolean callIds() {
        return settings.flag("call-ids");
    }

    /** What a call has whose signature is not there; empty if it needs none. */
    String noSignature() {
        return settings.orEmpty("no-signature");
    }

    /** Whether the tokens of a whole request can be counted. */
    boolean countsRequests() {
        return settings.text("count").equals("request");
    }
}
