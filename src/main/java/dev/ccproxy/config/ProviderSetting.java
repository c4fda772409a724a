package dev.ccproxy.config;

import java.util.Locale;

/** Every setting that a provider has, {@code ccproxy.provider.NAME.…}, by its last part. */
enum ProviderSetting {
    BASE_URL,
    FORMAT,
    ENABLED,
    API_KEY,
    API_KEY_FILE,
    CHECK,
    ALLOW_PLAIN_HTTP,
    FORWARD_HEADERS;

    /** The key of this setting of one provider, such as {@code ccproxy.provider.openai.base-url}. */
    String of(String provider) {
        return "ccproxy.provider." + provider + "." + this;
    }

    /** As the configuration spells it, such as {@code base-url}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
