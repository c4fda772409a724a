package dev.ccproxy.jmx;

import dev.ccproxy.monitor.State;
import dev.ccproxy.status.ProviderStatus;
import dev.ccproxy.status.ProviderTraffic;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the present status each time. */
final class ProviderView implements ProviderMXBean {

    private final Supplier<ProviderStatus> provider;

    ProviderView(Supplier<ProviderStatus> provider) {
        this.provider = provider;
    }

    private ProviderStatus now() {
        return provider.get();
    }

    private static @Nullable String text(@Nullable Instant date) {
        return date == null ? null : date.toString();
    }

    @Override
    public String getName() {
        return now().name();
    }

    @Override
    public String getState() {
        return now().state();
    }

    @Override
    public int getStateCode() {
        return StateCode.of(State.valueOf(getState().toUpperCase(Locale.ROOT)));
    }

    @Override
    public String getReason() {
        return now().reason();
    }

    @Override
    public String getSince() {
        return now().since().toString();
    }

    @Override
    public @Nullable String getCheckedAt() {
        return text(now().checkedAt());
    }

    @Override
    public @Nullable Double getAgeSeconds() {
        return now().ageSeconds();
    }

    @Override
    public @Nullable Double getDnsMs() {
        return now().latencyMs().dns();
    }

    @Override
    public @Nullable Double getConnectMs() {
        return now().latencyMs().connect();
    }

    @Override
    public @Nullable Double getTlsMs() {
        return now().latencyMs().tls();
    }

    @Override
    public @Nullable Double getFirstByteMs() {
        return now().latencyMs().firstByte();
    }

    @Override
    public @Nullable Double getTotalMs() {
        return now().latencyMs().total();
    }

    @Override
    public @Nullable Integer getHttpStatus() {
        return now().httpStatus();
    }

    @Override
    public @Nullable String getCertificateNotAfter() {
        ProviderStatus.Certificate certificate = now().tls();
        return certificate == null ? null : text(certificate.notAfter());
    }

    @Override
    public @Nullable Long getCertificateDaysLeft() {
        ProviderStatus.Certificate certificate = now().tls();
        return certificate == null ? null : certificate.daysLeft();
    }

    @Override
    public int getConsecutiveFailures() {
        return now().consecutiveFailures();
    }

    @Override
    public long getAttempts() {
        return now().traffic().attempts();
    }

    @Override
    public long getFailedAttempts() {
        return now().traffic().failures().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public int getStreamsOpen() {
        return now().traffic().streamsOpen();
    }

    @Override
    public int getRests() {
        return now().traffic().rests().size();
    }

    @Override
    public double getRestSeconds() {
        return now().traffic().rests().stream()
                .mapToDouble(ProviderTraffic.Rest::restsForSeconds)
                .max()
                .orElse(0);
    }
}
