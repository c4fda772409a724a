package dev.ccproxy.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One provider as it is configured under {@code ccproxy.provider.NAME}.
 *
 * @param baseUrl an absolute http or https URL without credentials, query and fragment
 * @param format which provider's API it speaks
 * @param enabled whether it takes part at all
 * @param check how it is checked
 * @param apiKey the provider's key; null where none is set
 */
public record ProviderSettings(
        URI baseUrl,
        Format format,
        boolean enabled,
        CheckMode check,
        @Nullable Secret apiKey) {

    /**
     * Whether the monitor looks at it.
     *
     * @return whether it is enabled and its check is not off
     */
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
        /** Any HTTP answer of the base URL counts as reached. */
        REACH,
        /** Never. */
        OFF
    }
}
