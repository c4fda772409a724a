package dev.ccproxy.status;

import dev.ccproxy.config.LiveSettings;
import dev.ccproxy.maintenance.Maintenance;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /status/providers}.
 *
 * @param ageSeconds how long ago the newest check was over, to the millisecond; null before the first
 * @param stale whether the monitor has stopped checking, so that nothing here can be relied on
 * @param unavailable why {@code /status} is 503 now: {@code stopping} or {@code maintenance}; null if it is not
 * @param maintenance the present one; null if there is none
 * @param configuration when it was read, and what of its file is not in force
 * @param providers all that are configured, in that order
 */
@JsonbPropertyOrder({"ageSeconds", "stale", "unavailable", "maintenance", "configuration", "providers"})
public record ProvidersStatus(
        @Nullable Double ageSeconds,
        boolean stale,
        @Nullable String unavailable,
        @Nullable Maintenance maintenance,
        Configuration configuration,
        List<ProviderStatus> providers) {

    /**
     * What of the configuration is in force.
     *
     * @param readAt when what is in force was read
     * @param faults why the present content of {@code ccproxy.config-file} is not in force; empty if it is
     * @param waiting the settings of that file that count from the next start
     * @param warnings what of the configuration is in force and probably a mistake, such as a misspelt name
     */
    @JsonbPropertyOrder({"readAt", "faults", "waiting", "warnings"})
    public record Configuration(Instant readAt, List<String> faults, List<String> waiting, List<String> warnings) {

        static Configuration of(LiveSettings.Change last) {
            return new Configuration(
                    last.readAt().truncatedTo(ChronoUnit.SECONDS), last.faults(), last.waiting(), last.warnings());
        }
    }
}
