package dev.ccproxy.messages;

import java.util.List;
import java.util.Locale;

/** That a prompt is too long for a model, in Anthropic's words, whose numbers a client reads. */
final class Overflow {

    /** What stands for the number in a wording. */
    private static final char NUMBER = '#';

    /** Longer ones are no number of tokens. */
    private static final int MAX_DIGITS = 9;

    /** The wordings of OpenAI, of Gemini, and of servers that have OpenAI's API. */
    private static final List<String> LIMITS = List.of(
            "maximum context length is #",
            "model with # maximum context length",
            "n_ctx = #",
            "n_ctx: #",
            "n_ctx (#",
            "n_ctx=#",
            "n_ctx #",
            "n_ctx\":#",
            "n_ctx\": #",
            "> # maximum",
            "available context size (# tokens",
            "number of tokens allowed (#",
            "number of tokens allowed #",
            "maximum prompt length is #",
            "token limit: #",
            "exceeds the limit of #",
            "context length (# tokens",
            "(context length #",
            "context length of only #",
            "exceeds context size (#",
            "allowed input length of #",
            "allowed length (#",
            "exceeds the maximum length #");

    private static final List<String> INPUTS = List.of(
            "# in the messages",
            "messages resulted in #",
            "request has # input tokens",
            "rompt contains #",
            "too long: #",
            "the request (# tokens",
            "you requested # tokens in the messages",
            "contains at least # input tokens",
            "input token count (#)",
            "request contains # tokens",
            "(requested: #)",
            "token count of #",
            "The input (# tokens",
            "(total length #)",
            "keep the first # tokens",
            "request (# tokens",
            "nput length #",
            "nput length (#");

    private static final List<String> OUTPUTS = List.of(
            "# in the completion",
            "max_completion_tokens' is too large: #",
            "max_tokens' is too large: #",
            "you requested # output tokens");

    private static final List<String> TOTALS = List.of("you requested # tokens");

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

    private static int number(List<String> wordings, String told) {
        for (String wording : wordings) {
            int number = number(wording, told);
            if (number != UNKNOWN) {
                return number;
            }
        }
        return UNKNOWN;
    }

    private static int number(String wording, String told) {
        int at = wording.indexOf(NUMBER);
        String before = wording.substring(0, at);
        String after = wording.substring(at + 1);
        int end;
        for (int start = 0; start < told.length(); start = end + 1) {
            end = start;
            while (end < told.length() && isDigit(told.charAt(end))) {
                end++;
            }
            boolean isNumber = end > start && end - start <= MAX_DIGITS;
            if (isNumber && told.startsWith(before, start - before.length()) && told.startsWith(after, end)) {
                return Integer.parseInt(told.substring(start, end));
            }
        }
        return UNKNOWN;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
