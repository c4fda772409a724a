package dev.ccproxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider as configured under {@code ccproxy.provider.NAME}.
 *
 * @param baseUrl an absolute http or https URL without credentials, query and fragment
 * @param format which provider's API it speaks
 * @param enabled whether it is used at all
 * @param check how it is checked
 * @param apiKey the provider's key at the start; null if none is set
 * @param apiKeyFile the file that holds the key, which may change; null if the key is not from a file
 * @param proxy the company's proxy on the way to it; null if it is reached directly
 * @param forwardHeaders further headers of clients' requests that it gets, in lower case
 * @param ownModels how the names of models begin that are known to be this provider's
 */
public record ProviderSettings(
        URI baseUrl,
        Format format,
        boolean enabled,
        CheckMode check,
        @Nullable Secret apiKey,
        @Nullable Path apiKeyFile,
        @Nullable ProxySettings proxy,
        Set<String> forwardHeaders,
        List<String> ownModels) {

    /** A provider without any of the last two. */
    public ProviderSettings(
            URI baseUrl,
            Format format,
            boolean enabled,
            CheckMode check,
            @Nullable Secret apiKey,
            @Nullable Path apiKeyFile,
            @Nullable ProxySettings proxy) {
        this(baseUrl, format, enabled, check, apiKey, apiKeyFile, proxy, Set.of(), List.of());
    }

    /** Whether the monitor checks it: it is enabled, and its check is not off. */
    public boolean checked() {
        return enabled && check != CheckMode.OFF;
    }

    /** The API that a provider speaks. */
    public enum Format {
        /** Anthropic's Messages API. */
        ANTHROPIC,
        /** OpenAI's API, which many others speak as well. */
        OPENAI,
        /** Google's Gemini API. */
        GEMINI
    }

    /** How a provider is checked. */
    public enum CheckMode {
        /** The list of models, asked for with the key: a good response is a 2xx. */
        MODELS,
        /** Any HTTP response of the base URL counts as reached. */
        REACH,
        /** Never. */
        OFF
    }
}
