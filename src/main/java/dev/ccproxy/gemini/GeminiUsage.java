package dev.ccproxy.gemini;

import dev.ccproxy.messages.Usage;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a response so far ("UsageMetadata"); null what the provider has not told. They are totals: a later one counts,
 * and none is unsaid by one that is missing (langchain-ai/langchainjs#9912 has a stream of which each event tells others) or 0.
 */
record GeminiUsage(
        @Nullable Long prompt,
        @Nullable Long toolUsePrompt,
        @Nullable Long cached,
        @Nullable Long candidates,
        @Nullable Long thoughts) {

    static final GeminiUsage UNKNOWN = new GeminiUsage(null, null, null, null, null);

    /** These, and what a response or an event of a stream tells. */
    GeminiUsage with(JsonObject response) {
        return response.get("usageMetadata") instanceof JsonObject told
                ? new GeminiUsage(
                        Usage.total(told, "promptTokenCount", prompt),
                        Usage.total(told, "toolUsePromptTokenCount", toolUsePrompt),
                        Usage.total(told, "cachedContentTokenCount", cached),
                        Usage.total(told, "candidatesTokenCount", candidates),
                        Usage.total(told, "thoughtsTokenCount", thoughts))
                : this;
    }

    /** What is read from a cache is in the prompt, and thoughts are not in the candidates. */
    Usage usage() {
        Long input = sum(prompt, toolUsePrompt);
        return new Usage(
                input == null ? null : Long.valueOf(Math.max(0, input - (cached == null ? 0 : cached))),
                sum(candidates, thoughts),
                null,
                cached,
                null,
                thoughts);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }
}
