package dev.ccproxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.config.Secret;
import dev.ccproxy.http.JsonbResolver;
import dev.ccproxy.monitor.CheckHistory;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Latency;
import dev.ccproxy.monitor.Phase;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Tls;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderStatusTest {

    private static final Instant ORIGIN = Instant.parse("2026-11-25T01:00:00.250Z");
    private static final Duration STALE_AFTER = Duration.ofSeconds(55);
    private static final Provider PROVIDER = new Provider(
            "anthropic",
            new ProviderSettings(
                    URI.create("https://api.anthropic.com"),
                    Format.ANTHROPIC,
                    true,
                    CheckMode.MODELS,
                    new Secret("canary"),
                    null,
                    new ProxySettings("proxy.example", 3128, new Secret("ann:canary"))));

    private static final Instant NOT_AFTER = Instant.parse("2026-11-30T00:00:00Z");

    @Test
    void hasTheResultOfTheLastCheck() {
        CheckResult failure = result(Reason.CONNECT_TIMEOUT, 10, Latency.NONE, null, null);
        CheckResult success = result(
                Reason.CERTIFICATE_EXPIRING,
                100,
                new Latency(micros(1500), micros(20), micros(30_400), micros(120_000), micros(155_123)),
                200,
                new Tls(
                        "TLSv1.3",
                        "CN=Ours,O=Company",
                        NOT_AFTER,
                        NOT_AFTER.plusSeconds(60),
                        "CN=Between",
                        NOT_AFTER.minusSeconds(60),
                        "it runs out"));
        ProviderHealth health = new ProviderHealth(
                PROVIDER,
                Reason.CERTIFICATE_EXPIRING,
                Duration.ofSeconds(40),
                success,
                null,
                new CheckHistory(
                        Map.of(Reason.CONNECT_TIMEOUT, 1L, Reason.CERTIFICATE_EXPIRING, 1L), 0, success, failure),
                Duration.ofMillis(114_567),
                STALE_AFTER);

        ProviderTraffic traffic = new ProviderTraffic(
                3,
                Map.of("overloaded", 2L),
                1,
                List.of(new ProviderTraffic.Rest("claude-opus-5", null, "messages", "overloaded", 2, 1.5)));
        assertThat(json(health, Duration.ofMillis(103_210), traffic))
                .isEqualTo(
                        "{\"name\":\"anthropic\",\"format\":\"anthropic\",\"base_url\":\"https://api.anthropic.com\","
                                + "\"proxy\":\"proxy.example:3128\",\"state\":\"degraded\",\"reason\":\"certificate_expiring\","
                                + "\"detail\":\"so it is\","
                                + "\"since\":\"2026-11-25T01:00:40.250Z\",\"checked_at\":\"2026-11-25T01:01:40.250Z\","
                                + "\"age_seconds\":3.21,\"next_check_at\":\"2026-11-25T01:01:54.817Z\","
                                + "\"latency_ms\":{\"dns\":1.5,\"connect\":0.02,\"tls\":30.4,\"first_byte\":120.0,\"total\":155.123},"
                                + "\"http_status\":200,\"tls\":{\"version\":\"TLSv1.3\",\"issuer\":\"CN=Ours,O=Company\","
                                + "\"not_after\":\"2026-11-30T00:00:00Z\",\"days_left\":4,\"expiring\":false,"
                                + "\"leaf_not_after\":\"2026-11-30T00:01:00Z\",\"intermediate\":\"CN=Between\"},"
                                + "\"consecutive_failures\":0,"
                                + "\"last_success_at\":\"2026-11-25T01:01:40.250Z\","
                                + "\"last_failure\":{\"at\":\"2026-11-25T01:00:10.250Z\",\"reason\":\"connect_timeout\"},"
                                + "\"traffic\":{\"attempts\":3,\"failures\":{\"overloaded\":2},\"streams_open\":1,"
                                + "\"rests\":[{\"model\":\"claude-opus-5\",\"key\":null,\"operation\":\"messages\",\"failure\":\"overloaded\",\"consecutive_failures\":2,"
                                + "\"rests_for_seconds\":1.5}]}}");
    }

    @Test
    void whatIsNotKnownIsNull() {
        ProviderHealth health = new ProviderHealth(
                PROVIDER,
                Reason.NOT_CHECKED,
                Duration.ZERO,
                null,
                null,
                new CheckHistory(Map.of(), 0, null, null),
                Duration.ZERO,
                STALE_AFTER);

        assertThat(json(health, Duration.ofSeconds(1), ProviderTraffic.NONE))
                .endsWith(
                        "\"state\":\"unknown\",\"reason\":\"not_checked\",\"detail\":null,\"since\":\"2026-11-25T01:00:00.250Z\","
                                + "\"checked_at\":null,\"age_seconds\":null,\"next_check_at\":\"2026-11-25T01:00:00.250Z\","
                                + "\"latency_ms\":{\"dns\":null,\"connect\":null,\"tls\":null,\"first_byte\":null,\"total\":null},"
                                + "\"http_status\":null,\"tls\":null,\"consecutive_failures\":0,\"last_success_at\":null,"
                                + "\"last_failure\":null,"
                                + "\"traffic\":{\"attempts\":0,\"failures\":{},\"streams_open\":0,\"rests\":[]}}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T00:00:00Z, 5",
        "2026-11-25T00:00:01Z, 4",
        "2026-11-29T23:59:59Z, 0",
        "2026-11-30T00:00:00Z, 0",
        "2026-11-30T00:00:01Z, -1",
        "2026-12-01T00:00:01Z, -2"
    })
    void daysLeftAreWholeAndNegativeOnceItHasExpired(Instant today, long days) {
        Tls tls = new Tls(null, "CN=Ours", NOT_AFTER, NOT_AFTER, null, NOT_AFTER, "it runs out");

        assertThat(ProviderStatus.Certificate.of(tls, today).daysLeft()).isEqualTo(days);
    }

    private static CheckResult result(
            Reason reason, long second, Latency latency, @Nullable Integer status, @Nullable Tls tls) {
        return new CheckResult(
                PROVIDER, reason, "so it is", Duration.ofSeconds(second), Phase.RESPONSE, latency, status, tls, null);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }

    private static String json(ProviderHealth health, Duration now, ProviderTraffic traffic) {
        return new JsonbResolver()
                .getContext(ProviderStatus.class)
                .toJson(ProviderStatus.of(health, now, ORIGIN, traffic));
    }
}
