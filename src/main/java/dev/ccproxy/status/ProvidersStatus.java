package dev.ccproxy.status;

import dev.ccproxy.maintenance.Maintenance;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /status/providers}.
 *
 * @param ageSeconds how long ago the newest check was over, to the millisecond; null before the first
 * @param stale whether the monitor has stopped checking, so that nothing here can be relied on
 * @param unavailable why {@code /status} is 503 now: {@code stopping} or {@code maintenance}; null if it is not
 * @param maintenance the present one; null if there is none
 * @param providers all that are configured, in that order
 */
@JsonbPropertyOrder({"ageSeconds", "stale", "unavailable", "maintenance", "providers"})
public record ProvidersStatus(
        @Nullable Double ageSeconds,
        boolean stale,
        @Nullable String unavailable,
        @Nullable Maintenance maintenance,
        List<ProviderStatus> providers) {}
