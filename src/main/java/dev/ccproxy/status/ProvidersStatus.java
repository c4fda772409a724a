package dev.ccproxy.status;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /status/providers}.
 *
 * @param ageSeconds how long ago the newest check was over, to the millisecond; null before the first
 * @param stale whether the monitor has stopped looking, so that nothing here can be relied on
 * @param providers all that are configured, in that order
 */
@JsonbPropertyOrder({"ageSeconds", "stale", "providers"})
public record ProvidersStatus(@Nullable Double ageSeconds, boolean stale, List<ProviderStatus> providers) {}
