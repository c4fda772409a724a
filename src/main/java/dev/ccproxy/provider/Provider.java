package dev.ccproxy.provider;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.Secret;
import java.net.URI;
import java.util.Map;

/** An AI provider of the company, as it is configured, and how its API is spoken to. */
public final class Provider {

    /** The version of Anthropic's API that its documentation asks for ("API versioning"). */
    private static final String ANTHROPIC_VERSION = "2023-06-01";

    private final String name;
    private final ProviderSettings settings;
    private final ProviderKey key;

    /**
     * A provider of the configuration.
     *
     * @param name as it is configured, {@code [a-z0-9][a-z0-9-]{0,62}}, unique
     * @param settings what is configured for it
     */
    public Provider(String name, ProviderSettings settings) {
        this.name = name;
        this.settings = settings;
        key = new ProviderKey(name, settings);
    }

    /**
     * Its name.
     *
     * @return as it is configured
     */
    public String name() {
        return name;
    }

    /**
     * What is configured for it.
     *
     * @return fixed at the start
     */
    public ProviderSettings settings() {
        return settings;
    }

    /**
     * Its key.
     *
     * @return what reads it anew each time, where it is from a file
     */
    public ProviderKey key() {
        return key;
    }

    /**
     * Where it lists its models, which costs no tokens: {@code /v1/models} at Anthropic, {@code /models} below
     * OpenAI's base URL, {@code /v1beta/models} at Gemini ("List Models" in each API reference). A base URL that ends
     * with the version already has it once.
     *
     * @return an absolute URL
     */
    public URI modelsUrl() {
        String base = settings.baseUrl().toString().replaceFirst("/+$", "");
        return URI.create(
                switch (settings.format()) {
                    case ANTHROPIC -> base + (base.endsWith("/v1") ? "/models" : "/v1/models");
                    case OPENAI -> base + "/models";
                    case GEMINI -> base + (base.matches(".*/v1(beta)?") ? "/models" : "/v1beta/models");
                });
    }

    /**
     * What a check asks for: the list of models, or the base URL where it is not to be asked for those.
     *
     * @return an absolute URL
     */
    public URI checkedUrl() {
        return settings.check() == CheckMode.MODELS ? modelsUrl() : settings.baseUrl();
    }

    /**
     * The headers that carry a key to this provider ("Authentication" in each API reference).
     *
     * @param secret the key
     * @return by name
     */
    public Map<String, String> keyHeaders(Secret secret) {
        return switch (settings.format()) {
            case ANTHROPIC -> Map.of("x-api-key", secret.reveal(), "anthropic-version", ANTHROPIC_VERSION);
            case OPENAI -> Map.of("Authorization", "Bearer " + secret.reveal());
            case GEMINI -> Map.of("x-goog-api-key", secret.reveal());
        };
    }
}
