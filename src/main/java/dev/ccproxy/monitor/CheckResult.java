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
 * @param provider whom it looked at
 * @param reason what it found; {@link Reason#CHECK_FAILED} where this machine could not make the check
 * @param detail what is known beyond the reason, a clause without a full stop that holds no secret; null for nothing
 * @param at when it was over, on the monitor's clock
 * @param phase how far it came
 * @param latency how long its phases took
 * @param httpStatus the status of the answer; null where there was none
 * @param tls what was seen of the provider's TLS; null where nothing was
 * @param retryAfter how long the provider asks to be left alone; null where it does not
 */
public record CheckResult(
        Provider provider,
        Reason reason,
        @Nullable String detail,
        Duration at,
        Phase phase,
        Latency latency,
        @Nullable Integer httpStatus,
        @Nullable Tls tls,
        @Nullable Duration retryAfter) {

    /** Of a check that asked nobody. */
    static CheckResult unasked(Provider provider, Reason reason, @Nullable String detail, Duration at) {
        return new CheckResult(provider, reason, detail, at, Phase.PREPARATION, Latency.NONE, null, null, null);
    }

    /** Without what may be a token in the path: whatever is no word and no version. */
    private static String shown(URI url) {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        return Stream.of(url.getRawPath().split("/", -1))
                .map(segment -> segment.matches("[a-z-]{0,20}|v[0-9]{1,2}[a-z]{0,8}") ? segment : "…")
                .collect(Collectors.joining("/", origin, ""));
    }

    /** For the log: what was asked for, by which way, how far that came, and what is known beyond the reason. */
    String description() {
        ProxySettings proxy = provider.settings().proxy();
        return "GET " + shown(provider.checkedUrl())
                + (proxy == null ? "" : " through " + proxy.host() + ":" + proxy.port())
                + (httpStatus == null ? ", no HTTP status" : ", HTTP " + httpStatus) + ", phase " + phase
                + (detail == null ? "" : ": " + detail);
    }
}
