package dev.ccproxy.status;

import dev.ccproxy.http.Accept;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.metrics.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The formats of {@code /status}, in our order of preference for clients that have none. */
enum StatusFormat {
    /** The contract's. */
    JSON("application", "json", null),
    /** OpenMetrics 1.0.0. */
    OPENMETRICS("application", "openmetrics-text", "1.0.0"),
    /** Prometheus' text format. */
    PROMETHEUS("text", "plain", "0.0.4"),
    /** A line and performance data by the Monitoring Plugins guidelines; only by {@code ?format=nagios}. */
    NAGIOS("text", "plain", null);

    private static final List<StatusFormat> NEGOTIABLE = List.of(JSON, OPENMETRICS, PROMETHEUS);

    private static final List<String> MEDIA_TYPES =
            NEGOTIABLE.stream().map(format -> format.mediaType).toList();

    private final String mediaType;
    private final String contentType;

    StatusFormat(String type, String subtype, @Nullable String version) {
        mediaType = type + "/" + subtype + (version == null ? "" : ";version=" + version);
        contentType = subtype.equals("json") ? mediaType : mediaType + ";charset=utf-8";
    }

    /** The one with this name; 400 if there is none. */
    static StatusFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new ErrorException(
                        ErrorType.INVALID_REQUEST,
                        "format must be one of "
                                + Arrays.stream(values())
                                        .map(StatusFormat::toString)
                                        .collect(Collectors.joining(", "))));
    }

    /** The one that the client prefers; 406 if it accepts none. */
    static StatusFormat preferredBy(Accept accept) {
        return NEGOTIABLE.get(MEDIA_TYPES.indexOf(accept.best(MEDIA_TYPES)));
    }

    /** The value of {@code Content-Type}. */
    String contentType() {
        return contentType;
    }

    /** Writes a report in this format, in UTF-8. */
    byte[] write(StatusReport report) {
        return switch (this) {
            case JSON -> StatusJson.of(report.status());
            case OPENMETRICS -> metrics(report).openMetrics();
            case PROMETHEUS -> metrics(report).prometheus();
            case NAGIOS -> NagiosLine.of(report);
        };
    }

    private static Metrics metrics(StatusReport report) {
        return Metrics.of(
                report.status().build().labels(),
                report.snapshot(),
                report.now(),
                report.origin(),
                report.maintenance(),
                report.requests(),
                report.usage(),
                report.routing(),
                report.history().get());
    }

    /** The value of {@code format}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
