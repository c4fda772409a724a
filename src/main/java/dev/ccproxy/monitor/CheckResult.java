package dev.ccproxy.monitor;

import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one check of a provider found.
 *
 * @param provider the provider
 * @param reason why it is up, degraded or down; {@link Reason#CHECK_FAILED} if this machine could not make the check
 * @param detail more about the reason, a clause without a full stop that holds no secret; null if there is nothing to add
 * @param checkedAt when the check ended, on the monitor's clock
 * @param phase how far the check came
 * @param latency how long its phases took
 * @param httpStatus the status of the response; null without a response
 * @param tls the provider's TLS; null if no certificate was received
 * @param retryAfter how long the provider asks to be left alone; null if it does not
 */
public record CheckResult(
        Provider provider,
        Reason reason,
        @Nullable String detail,
        Duration checkedAt,
        Phase phase,
        Latency latency,
        @Nullable Integer httpStatus,
        @Nullable Tls tls,
        @Nullable Duration retryAfter) {

    /** Of a check that sent no request. */
    static CheckResult unasked(Provider provider, Reason reason, @Nullable String detail, Duration checkedAt) {
        return new CheckResult(provider, reason, detail, checkedAt, Phase.PREPARATION, Latency.NONE, null, null, null);
    }

    /** For the log: the request, the proxy, how far the check came, and the detail. */
    String description() {
        ProxySettings proxy = provider.settings().proxy();
        return "GET " + withoutTokens(provider.checkedUrl())
                + (proxy == null ? "" : " through " + proxy.host() + ":" + proxy.port())
                + (httpStatus == null ? ", no HTTP status" : ", HTTP " + httpStatus) + ", phase " + phase
                + (detail == null ? "" : ": " + detail);
    }

    /** Shows only words and versions of the path: anything else may be a token. */
    private static String withoutTokens(URI url) {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        return Stream.of(url.getRawPath().split("/", -1))
                .map(segment -> segment.matches("[a-z-]{0,20}|v[0-9]{1,2}[a-z]{0,8}") ? segment : "…")
                .collect(Collectors.joining("/", origin, ""));
    }
}
