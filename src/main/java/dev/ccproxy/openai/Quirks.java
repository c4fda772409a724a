package dev.ccproxy.openai;

import dev.ccproxy.messages.QuirkTable;
import java.util.List;

/** In what a provider and a model differ from others: the rows of {@code quirks.txt} that match both. */
record Quirks(QuirkTable.Settings settings) {

    private static final QuirkTable TABLE = new QuirkTable(Quirks.class);

    static Quirks of(String host, String model) {
        return new Quirks(TABLE.of(host, model));
    }

    /** The name of the field for the limit of the output. */
    String maxTokens() {
        return settings.text("max-tokens");
    }

    int maxOutput() {
        return settings.number("max-output");
    }

    /** Whether a system message may stand anywhere, and not only first. */
    boolean systemAnywhere() {
        return settings.text("system").equals("anywhere");
    }

    /** Whether a message of the assistant's, and nothing else, may come after the results of tools. */
    boolean assistantAfterResults() {
        return settings.text("after-results").equals("assistant");
    }

    /** How many stop sequences the API takes. */
    int stops() {
        return settings.number("stop");
    }

    boolean sampling() {
        return settings.flag("sampling");
    }

    boolean topK() {
        return settings.flag("top-k");
    }

    /** The efforts that can be asked for, the lowest first. */
    List<String> efforts() {
        return settings.list("effort");
    }

    /** The field in which earlier reasoning goes back; empty if it does not. */
    String reasoning() {
        return settings.orEmpty("reasoning");
    }

    /** Whether a message with calls must have that field. */
    boolean callReasoning() {
        return settings.flag("call-reasoning");
    }

    /** Whether a request with tools must say that its effort is none. */
    boolean noEffortWithTools() {
        return settings.orEmpty("tools-effort").isEmpty();
    }

    /** Whether the usage of a stream must be asked for. */
    boolean streamUsage() {
        return settings.flag("stream-usage");
    }

    /** Whether a tool can be forced. */
    boolean forcedTool(boolean thinking) {
        return settings.flag("forced-tool") || (settings.text("forced-tool").equals("thinking") && !thinking);
    }

    /** Whether the thinking of a model that thinks unless it is told not to can be turned off. */
    boolean thinkingOff() {
        return settings.flag("thinking-off");
    }

    /** How it is told that the model goes on with the last message: {@code none}, {@code plain}, {@code continue}, or a key. */
    String prefill() {
        return settings.text("prefill");
    }

    /** Whether a response begins with the message that it goes on with. */
    boolean prefillRepeated() {
        return settings.flag("prefill-repeated");
    }

    int maxTools() {
        return settings.number("max-tools");
    }

    boolean strict() {
        return settings.flag("strict");
    }

    /** Whether it can be said that only one tool may be called at once. */
    boolean parallelCalls() {
        return settings.flag("parallel-calls");
    }

    /** Whether the ids of calls have exactly nine letters and digits. */
    boolean nineCharacterIds() {
        return settings.text("tool-ids").equals("nine");
    }

    /** The field for a digest of the user's id; empty if there is none. */
    String user() {
        return settings.orEmpty("user");
    }

    boolean serviceTier() {
        return settings.flag("service-tier");
    }

    boolean cacheKey() {
        return settings.flag("cache-key");
    }

    /** How a part of a prompt is marked for a cache: {@code none}, {@code breakpoint} or {@code cache_control}. */
    String cacheMarks() {
        return settings.text("cache-marks");
    }

    boolean pdf() {
        return settings.flag("pdf");
    }

    /** How many tokens each request has, beside its messages. */
    int requestTokens() {
        return settings.number("request-tokens");
    }

    /** How many tokens a text has for a hundred in OpenAI's encoding. */
    int textPercent() {
        return settings.number("text-percent");
    }

    /** How many tokens a request has more as soon as it has tools. */
    int toolsTokens() {
        return settings.number("tools-tokens");
    }

    /** How many tokens tools have for a hundred of their text in OpenAI's encoding. */
    int toolsPercent() {
        return settings.number("tools-percent");
    }

    /** Whether a model reads tools as types of TypeScript, and not as their JSON. */
    boolean toolsAsTypes() {
        return settings.text("tools-as").equals("types");
    }

    ImageTokens image() {
        return ImageTokens.of(settings.list("image"));
    }
}
