package dev.ccproxy.messages;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** That a prompt is too long for a model, in Anthropic's words, whose numbers a client reads. */
final class Overflow {

    /** The numbers of OpenAI's wording, of Gemini's, and of servers' that have OpenAI's API. None can be matched in two ways. */
    private static final List<Pattern> LIMITS = patterns(
            "maximum context length is (\\d{1,9})",
            "model with (\\d{1,9}) maximum context length",
            "n_ctx\\D{1,4}(\\d{1,9})",
            "> (\\d{1,9}) maximum",
            "available context size \\((\\d{1,9}) tokens",
            "number of tokens allowed \\(?(\\d{1,9})");

    private static final List<Pattern> INPUTS = patterns(
            "(\\d{1,9}) in the messages",
            "messages resulted in (\\d{1,9})",
            "request has (\\d{1,9}) input tokens",
            "[Pp]rompt contains (\\d{1,9})",
            "too long: (\\d{1,9})",
            "the request \\((\\d{1,9}) tokens",
            "you requested (\\d{1,9}) tokens in the messages",
            "contains at least (\\d{1,9}) input tokens",
            "input token count \\((\\d{1,9})\\)");

    private static final List<Pattern> OUTPUTS = patterns(
            "(\\d{1,9}) in the completion", "max_completion_tokens' is too large: (\\d{1,9})",
            "max_tokens' is too large: (\\d{1,9})", "you requested (\\d{1,9}) output tokens");

    private static final List<Pattern> TOTALS = patterns("you requested (\\d{1,9}) tokens");

    private static final int UNKNOWN = -1;

    private Overflow() {}

    private static List<Pattern> patterns(String... texts) {
        return List.of(texts).stream().map(Pattern::compile).toList();
    }

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

    private static int number(List<Pattern> patterns, String told) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(told);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return UNKNOWN;
    }
}
