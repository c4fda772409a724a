package dev.ccproxy.status;

import dev.ccproxy.maintenance.Maintenance;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /status/providers}.
 *
 * @param ageSeconds how long ago the newest check was over, to the millisecond; null before the first
 * @param stale whether the monitor has stopped looking, so that nothing here can be relied on
 * @param maintenance the one that this program is in; null where there is none
 * @param providers all that are configured, in that order
 */
@JsonbPropertyOrder({"ageSeconds", "stale", "maintenance", "providers"})
public record ProvidersStatus(
        @Nullable Double ageSeconds,
        boolean stale,
        @Nullable Maintenance maintenance,
        List<ProviderStatus> providers) {}
