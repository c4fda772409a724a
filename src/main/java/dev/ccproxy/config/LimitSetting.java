package dev.ccproxy.config;

import java.util.Locale;

/** Every setting that clients, teams and the defaults for either have, by its last part. */
enum LimitSetting {
    REQUESTS_PER_MINUTE,
    TOKENS_PER_MINUTE,
    CONCURRENT_REQUESTS,
    MODELS,
    BUDGET_PER_DAY,
    BUDGET_PER_WEEK,
    BUDGET_PER_MONTH;

    /** The key of this setting of one holder, such as {@code ccproxy.client.alice.requests-per-minute}. */
    String of(String holder) {
        return holder + "." + this;
    }

    /** As the configuration spells it, such as {@code requests-per-minute}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
