package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.usage.Quotas.Holder;
import dev.ccproxy.usage.Quotas.Quota;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private static final Holder HOLDER = new Holder("a", "01234567");

    private final Quotas quotas = new Quotas();

    @Test
    void remembersWhatEachResponseTells() {
        quotas.add(
                HOLDER,
                Map.of(
                        "anthropic-ratelimit-input-tokens-limit", "4000",
                        "anthropic-ratelimit-input-tokens-remaining", "17",
                        "anthropic-ratelimit-input-tokens-reset", "2026-11-28T12:00:00Z"));
        quotas.add(HOLDER, Map.of("anthropic-ratelimit-input-tokens-remaining", "16"));

        assertThat(quotas.all())
                .isEqualTo(Map.of(
                        HOLDER,
                        Map.of("input-tokens", new Quota(4000.0, 16.0, Instant.parse("2026-11-28T12:00:00Z")))));
    }

    @Test
    void whatIsNoQuotaIsPassedOver() {
        quotas.add(
                HOLDER,
                Map.of(
                        "anthropic-ratelimit-requests-limit", "many",
                        "anthropic-ratelimit-requests-reset", "soon",
                        "anthropic-ratelimit-limit", "5",
                        "anthropic-ratelimit-unified-status", "allowed"));

        assertThat(quotas.all().get(HOLDER)).isEmpty();
    }

    @Test
    void aProviderThatTellsEndlesslyManyIsBounded() {
        for (int i = 0; i < 100; i++) {
            Map<String, String> headers = new HashMap<>();
            for (int j = 0; j < 100; j++) {
                headers.put("anthropic-ratelimit-q" + i + "-" + j + "-limit", "1");
            }
            quotas.add(HOLDER, headers);
        }

        assertThat(quotas.all().get(HOLDER)).hasSize(16);
    }
}
