package dev.ccproxy.provider;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Secret;
import java.net.URI;
import java.util.Map;

/** A configured AI provider, with the URLs and headers of its API. */
public final class Provider {

    /** The version that Anthropic's documentation asks for ("API versioning"). */
    private static final String ANTHROPIC_VERSION = "2023-06-01";

    private final String name;
    private final ProviderSettings settings;
    private final ProviderKey key;
    private final URI apiUrl;

    /**
     * A provider with a unique name, {@code [a-z0-9][a-z0-9-]{0,62}}.
     *
     * @param name the NAME in {@code ccproxy.provider.NAME}
     * @param settings the values configured under it
     */
    public Provider(String name, ProviderSettings settings) {
        this.name = name;
        this.settings = settings;
        key = new ProviderKey(name, settings);
        apiUrl = apiUrl(settings);
    }

    public String name() {
        return name;
    }

    public ProviderSettings settings() {
        return settings;
    }

    public ProviderKey key() {
        return key;
    }

    /**
     * The URL below which the API is: {@code /v1} at Anthropic, the base URL itself at OpenAI, {@code /v1beta} at Gemini. A
     * version at the end of the base URL is not repeated.
     */
    public URI apiUrl() {
        return apiUrl;
    }

    private static URI apiUrl(ProviderSettings settings) {
        String base = settings.baseUrl().toString().replaceFirst("/+$", "");
        return URI.create(
                switch (settings.format()) {
                    case ANTHROPIC -> base.endsWith("/v1") ? base : base + "/v1";
                    case OPENAI -> base;
                    case GEMINI -> base.matches(".*/v1(beta)?") ? base : base + "/v1beta";
                });
    }

    /**
     * The URL of the list of models, which costs no tokens: {@code /models} below {@link #apiUrl} ("List Models" in each
     * API reference).
     */
    public URI modelsUrl() {
        return URI.create(apiUrl + "/models");
    }

    /** The URL that a check requests: the list of models, or the base URL, by {@code check}. */
    public URI checkedUrl() {
        return settings.check() == CheckMode.MODELS ? modelsUrl() : settings.baseUrl();
    }

    /** The name of the header that carries a key to this provider ("Authentication" in each API reference). */
    public String keyHeader() {
        return switch (settings.format()) {
            case ANTHROPIC -> "x-api-key";
            case OPENAI -> "Authorization";
            case GEMINI -> "x-goog-api-key";
        };
    }

    /** What that header has for a key. */
    public String keyHeaderValue(Secret key) {
        return settings.format() == Format.OPENAI ? "Bearer " + key.reveal() : key.reveal();
    }

    /** The headers, by name, of a request for the list of models. */
    public Map<String, String> modelsHeaders(Secret key) {
        return settings.format() == Format.ANTHROPIC
                ? Map.of(keyHeader(), keyHeaderValue(key), "anthropic-version", ANTHROPIC_VERSION)
                : Map.of(keyHeader(), keyHeaderValue(key));
    }
}
