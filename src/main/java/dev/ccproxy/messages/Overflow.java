package dev.ccproxy.messages;

import java.util.List;
import java.util.Locale;

/** That a prompt is too long for a model, in Anthropic's words, whose numbers a client reads. */
final class Overflow {

    /** A number in a text, by what is right before and right behind it; either may be empty. */
    private record Place(String before, String behind) {

        /** {@link #UNKNOWN} if there is none. */
        private int find(String text) {
            return before.isEmpty() ? endingAt(text, text.indexOf(behind)) : startingIn(text);
        }

        private int startingIn(String text) {
            for (int at = text.indexOf(before); at >= 0; at = text.indexOf(before, at + 1)) {
                int start = at + before.length();
                int end = start;
                while (end < text.length() && end - start <= MAX_DIGITS && isDigit(text.charAt(end))) {
                    end++;
                }
                if (end > start && end - start <= MAX_DIGITS && text.startsWith(behind, end)) {
                    return Integer.parseInt(text, start, end, 10);
                }
            }
            return UNKNOWN;
        }

        private static int endingAt(String text, int end) {
            int start = Math.max(end, 0);
            while (start > 0 && end - start <= MAX_DIGITS && isDigit(text.charAt(start - 1))) {
                start--;
            }
            return end > start && end - start <= MAX_DIGITS ? Integer.parseInt(text, start, end, 10) : UNKNOWN;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }

    /** Larger numbers are none of tokens. */
    private static final int MAX_DIGITS = 9;

    /** The numbers of OpenAI's wording, of Gemini's, and of servers' that have OpenAI's API. */
    private static final List<Place> LIMITS = List.of(
            new Place("maximum context length is ", ""),
            new Place("model with ", " maximum context length"),
            new Place("> ", " maximum"),
            new Place("available context size (", " tokens"),
            new Place("number of tokens allowed (", ""),
            new Place("number of tokens allowed ", ""));

    private static final List<Place> INPUTS = List.of(
            new Place("", " in the messages"),
            new Place("messages resulted in ", ""),
            new Place("request has ", " input tokens"),
            new Place("rompt contains ", ""),
            new Place("too long: ", ""),
            new Place("the request (", " tokens"),
            new Place("you requested ", " tokens in the messages"),
            new Place("contains at least ", " input tokens"),
            new Place("input token count (", ")"));

    private static final List<Place> OUTPUTS = List.of(
            new Place("", " in the completion"),
            new Place("max_completion_tokens' is too large: ", ""),
            new Place("max_tokens' is too large: ", ""),
            new Place("you requested ", " output tokens"));

    private static final List<Place> TOTALS = List.of(new Place("you requested ", " tokens"));

    private static final int UNKNOWN = -1;

    private Overflow() {}

    /** As Anthropic says it; without numbers what the provider says, if Claude Code knows that as well. */
    static String message(String told) {
        int limit = number(LIMITS, told);
        int input = number(INPUTS, told);
        int output = number(OUTPUTS, told);
        int total = number(TOTALS, told);
        if (limit == UNKNOWN || (input == UNKNOWN && total == UNKNOWN)) {
            return isKnown(told) ? told : "prompt is too long" + (told.isEmpty() ? "" : ": " + told);
        }
        if (input != UNKNOWN && output != UNKNOWN && input <= limit) {
            return "input length and `max_tokens` exceed context limit: " + input + " + " + output + " > " + limit;
        }
        return "prompt is too long: " + (input == UNKNOWN ? total : input) + " tokens > " + limit + " maximum";
    }

    /** Whether Claude Code may know it: the words of providers that it has are about a context or too long an input. */
    private static boolean isKnown(String told) {
        String words = told.toLowerCase(Locale.ROOT);
        return words.contains("context") || words.contains("too long") || words.contains("too many tokens");
    }

    private static int number(List<Place> places, String told) {
        return places.stream()
                .mapToInt(place -> place.find(told))
                .filter(number -> number != UNKNOWN)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
