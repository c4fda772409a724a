package dev.ccproxy.status;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.metrics.Metrics;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms in which {@code /status} answers, in the order of preference where the caller has none. */
enum Rendition {
    /** The contract's. */
    JSON("application", "json", null),
    /** OpenMetrics 1.0.0. */
    OPENMETRICS("application", "openmetrics-text", "1.0.0"),
    /** Prometheus' text format. */
    PROMETHEUS("text", "plain", "0.0.4"),
    /** A line and performance data by the Monitoring Plugins guidelines; by {@code ?format=nagios} only. */
    NAGIOS("text", "plain", null);

    private static final List<Rendition> NEGOTIABLE = List.of(JSON, OPENMETRICS, PROMETHEUS);

    /** By RFC 9110, 12.4.2. */
    private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

    private final String type;
    private final String subtype;
    private final @Nullable String version;
    private final String mediaType;
    private final String contentType;

    Rendition(String type, String subtype, @Nullable String version) {
        this.type = type;
        this.subtype = subtype;
        this.version = version;
        mediaType = type + "/" + subtype + (version == null ? "" : ";version=" + version);
        contentType = subtype.equals("json") ? mediaType : mediaType + ";charset=utf-8";
    }

    /** By its name; 400 where no rendition has it. */
    static Rendition named(String name) {
        return Arrays.stream(values())
                .filter(rendition -> rendition.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new ErrorException(
                        ErrorType.INVALID_REQUEST,
                        "format is none of "
                                + Arrays.stream(values())
                                        .map(Rendition::toString)
                                        .collect(Collectors.joining(", "))));
    }

    /** By the values of {@code Accept} (RFC 9110, 12.5.1); 406 where none can be met, 400 where it is none. */
    static Rendition accepted(List<String> accept) {
        try {
            return best(Stream.of(String.join(",", accept).split(",", -1))
                    .map(String::strip)
                    .filter(range -> !range.isEmpty())
                    .map(MediaType::valueOf)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new ErrorException(ErrorType.INVALID_REQUEST, "Accept has something that is no media range");
        }
    }

    /** By media ranges; an empty list accepts all. */
    static Rendition best(List<MediaType> ranges) {
        if (ranges.isEmpty()) {
            return JSON;
        }
        Rendition best = null;
        double most = 0;
        for (Rendition rendition : NEGOTIABLE) {
            double quality = rendition.quality(ranges);
            if (quality > most) {
                best = rendition;
                most = quality;
            }
        }
        if (best == null) {
            throw new ErrorException(
                    ErrorType.NOT_ACCEPTABLE,
                    "Not acceptable: what can be given is "
                            + NEGOTIABLE.stream()
                                    .map(rendition -> rendition.mediaType)
                                    .collect(Collectors.joining(", ")));
        }
        return best;
    }

    /** That of the most specific range; none is 0. */
    private double quality(List<MediaType> ranges) {
        int specific = 0;
        double quality = 0;
        for (MediaType range : ranges) {
            int precision = precision(range);
            double weight = weight(range);
            if (precision > specific || (precision > 0 && precision == specific && weight > quality)) {
                specific = precision;
                quality = weight;
            }
        }
        return quality;
    }

    /** How closely a range names this rendition: from 4, with its version, to 1, for everything; 0 where it does not. */
    private int precision(MediaType range) {
        if (range.isWildcardType()) {
            return 1;
        }
        if (!range.getType().equalsIgnoreCase(type)) {
            return 0;
        }
        if (range.isWildcardSubtype()) {
            return 2;
        }
        if (!range.getSubtype().equalsIgnoreCase(subtype)) {
            return 0;
        }
        // Of parameters, those that other renditions could have in another form; charset, for one, is always UTF-8.
        String wanted = range.getParameters().get("version");
        return wanted == null ? 3 : wanted.equals(version) ? 4 : 0;
    }

    private static double weight(MediaType range) {
        String weight = range.getParameters().getOrDefault("q", "1");
        if (!WEIGHT.matcher(weight).matches()) {
            throw new ErrorException(ErrorType.INVALID_REQUEST, "Accept has a weight that is no number from 0 to 1");
        }
        return Double.parseDouble(weight);
    }

    /** The value of {@code Content-Type}. */
    String contentType() {
        return contentType;
    }

    /** What is known at a moment, in this form; UTF-8. */
    byte[] of(Moment moment) {
        return switch (this) {
            case JSON -> StatusJson.of(moment.status());
            case OPENMETRICS -> metrics(moment).openMetrics();
            case PROMETHEUS -> metrics(moment).prometheus();
            case NAGIOS -> NagiosLine.of(moment);
        };
    }

    private static Metrics metrics(Moment moment) {
        return Metrics.of(
                moment.status().build().labels(),
                moment.snapshot(),
                moment.now(),
                moment.origin(),
                moment.maintenance());
    }

    /** The value of {@code format}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
