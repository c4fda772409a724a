package dev.ccproxy.status;

import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.Latency;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Tls;
import dev.ccproxy.provider.Provider;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The health of one provider: an element of {@code GET /status/providers}, the response of
 * {@code GET /status/providers/{name}}. What is not known is null. Dates are ISO 8601 in UTC, to the millisecond.
 *
 * @param name as it is configured
 * @param format {@code anthropic}, {@code openai} or {@code gemini}
 * @param baseUrl without credentials
 * @param proxy host and port of the company's proxy, to which the latencies of lookup and connection then belong; null
 *     without one
 * @param state {@code unknown}, {@code up}, {@code degraded}, {@code down} or {@code disabled}
 * @param reason why, one of the words of {@link Reason}
 * @param detail more than the reason says: a clause without a secret
 * @param since when the state began
 * @param checkedAt when the last check was over
 * @param ageSeconds how long ago that was, to the millisecond
 * @param nextCheckAt when the next check is to begin; in the past while it is under way, null if there never is one
 * @param latencyMs of the last check, in milliseconds
 * @param httpStatus of the response to the last check
 * @param tls of the last check
 * @param consecutiveFailures how many of the last checks in a row found it down
 * @param lastSuccessAt when a check last found it up or degraded
 * @param lastFailure the last check that found it down
 * @param traffic what the gateway has with it
 */
@JsonbPropertyOrder({
    "name",
    "format",
    "baseUrl",
    "proxy",
    "state",
    "reason",
    "detail",
    "since",
    "checkedAt",
    "ageSeconds",
    "nextCheckAt",
    "latencyMs",
    "httpStatus",
    "tls",
    "consecutiveFailures",
    "lastSuccessAt",
    "lastFailure",
    "traffic"
})
public record ProviderStatus(
        String name,
        String format,
        String baseUrl,
        @Nullable String proxy,
        String state,
        String reason,
        @Nullable String detail,
        Instant since,
        @Nullable Instant checkedAt,
        @Nullable Double ageSeconds,
        @Nullable Instant nextCheckAt,
        LatencyMs latencyMs,
        @Nullable Integer httpStatus,
        @Nullable Certificate tls,
        int consecutiveFailures,
        @Nullable Instant lastSuccessAt,
        @Nullable Failure lastFailure,
        ProviderTraffic traffic) {

    /**
     * How long the phases of the last check took, in milliseconds; see {@link Latency}.
     *
     * @param dns the lookup of the name
     * @param connect the connection, tunnel included
     * @param tls the handshake
     * @param firstByte from the request to the end of the response's head
     * @param total the whole check
     */
    @JsonbPropertyOrder({"dns", "connect", "tls", "firstByte", "total"})
    public record LatencyMs(
            @Nullable Double dns,
            @Nullable Double connect,
            @Nullable Double tls,
            @Nullable Double firstByte,
            @Nullable Double total) {

        static LatencyMs of(Latency latency) {
            return new LatencyMs(
                    ms(latency.dns()),
                    ms(latency.connect()),
                    ms(latency.tls()),
                    ms(latency.firstByte()),
                    ms(latency.total()));
        }

        private static @Nullable Double ms(@Nullable Duration duration) {
            return duration == null ? null : Elapsed.milliseconds(duration);
        }
    }

    /**
     * The provider's TLS.
     *
     * @param version such as {@code TLSv1.3}; null if the handshake failed
     * @param issuer who issued the provider's own certificate, a distinguished name by RFC 2253
     * @param notAfter when the first certificate of the chain expires
     * @param daysLeft whole days until then, negative once it has expired
     * @param expiring whether a certificate of the chain counts as expiring
     * @param leafNotAfter when the provider's own certificate expires
     * @param intermediate the name of the intermediate certificate that expires before that one; null if none does
     */
    @JsonbPropertyOrder({"version", "issuer", "notAfter", "daysLeft", "expiring", "leafNotAfter", "intermediate"})
    public record Certificate(
            @Nullable String version,
            String issuer,
            Instant notAfter,
            long daysLeft,
            boolean expiring,
            Instant leafNotAfter,
            @Nullable String intermediate) {

        static Certificate of(Tls tls, Instant today) {
            long seconds = ChronoUnit.SECONDS.between(today, tls.notAfter());
            return new Certificate(
                    tls.version(),
                    tls.issuer(),
                    tls.notAfter(),
                    Math.floorDiv(seconds, ChronoUnit.DAYS.getDuration().toSeconds()),
                    tls.expiringFrom().isBefore(today),
                    tls.leafNotAfter(),
                    tls.intermediate());
        }
    }

    /**
     * A check that found the provider down.
     *
     * @param at when it was over
     * @param reason what it found
     */
    @JsonbPropertyOrder({"at", "reason"})
    public record Failure(Instant at, String reason) {

        static Failure of(CheckResult failure, Instant origin) {
            return new Failure(
                    date(origin, failure.checkedAt()), failure.reason().toString());
        }
    }

    /** The health of a provider at a time of the monitor's clock, which was at zero at a date. */
    static ProviderStatus of(ProviderHealth health, Duration now, Instant origin, ProviderTraffic traffic) {
        Provider provider = health.provider();
        Reason reason = health.reason(now);
        CheckResult last = health.lastResult();
        return new ProviderStatus(
                provider.name(),
                provider.settings().format().name().toLowerCase(Locale.ROOT),
                provider.settings().baseUrl().toString(),
                map(provider.settings().proxy(), proxy -> proxy.host() + ":" + proxy.port()),
                reason.state().toString(),
                reason.toString(),
                health.detail(now),
                date(origin, health.since(now)),
                map(last, result -> date(origin, result.checkedAt())),
                map(last, result -> Elapsed.seconds(now.minus(result.checkedAt()))),
                map(health.nextCheckAt(), next -> date(origin, next)),
                LatencyMs.of(last == null ? Latency.NONE : last.latency()),
                map(last, CheckResult::httpStatus),
                map(map(last, CheckResult::tls), tls -> Certificate.of(tls, origin.plus(now))),
                health.history().consecutiveFailures(),
                map(health.history().lastSuccess(), success -> date(origin, success.checkedAt())),
                map(health.history().lastFailure(), failure -> Failure.of(failure, origin)),
                traffic);
    }

    private static Instant date(Instant origin, Duration time) {
        return origin.plus(time).truncatedTo(ChronoUnit.MILLIS);
    }

    /** What is not known stays null. */
    private static <T, R> @Nullable R map(@Nullable T value, Function<T, ? extends @Nullable R> mapping) {
        return value == null ? null : mapping.apply(value);
    }
}
