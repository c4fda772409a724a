package dev.ccproxy.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts, as far as its {@code Accept} can be read (RFC 9110, 12.5.1): what cannot is passed over, for the
 * clients that send it are old and want an answer.
 *
 * @param ranges those that could be read; none accepts all
 */
public record Accept(List<MediaRange> ranges) {

    /**
     * That of a request.
     *
     * @param request the server's own
     * @return null where there is no such header: most have no wish, and what is seldom asked costs what it touches
     */
    public static @Nullable Accept of(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ACCEPT) == null
                ? null
                : parse(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
    }

    /**
     * By the values of the header.
     *
     * @param values one for each line, each a list
     * @return what of it can be read
     */
    public static Accept parse(List<String> values) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String value : values) {
            for (String text : MediaRange.split(value, ',')) {
                MediaRange range = MediaRange.parse(text);
                if (range != null) {
                    ranges.add(range);
                }
            }
        }
        return new Accept(ranges);
    }

    /**
     * The one that is wanted most.
     *
     * @param offered media types, in the order of preference where the client has none
     * @return one of them
     * @throws ErrorException 406 where none can be met
     */
    public String best(List<String> offered) {
        String best = ranges.isEmpty() ? offered.get(0) : null;
        double most = 0;
        for (String mediaType : offered) {
            double quality = quality(Objects.requireNonNull(MediaRange.parse(mediaType)));
            if (quality > most) {
                best = mediaType;
                most = quality;
            }
        }
        if (best == null) {
            throw new ErrorException(
                    ErrorType.NOT_ACCEPTABLE, "Not acceptable: what can be given is " + String.join(", ", offered));
        }
        return best;
    }

    /** That of the most specific range; none is 0. */
    private double quality(MediaRange offered) {
        int specific = 0;
        double quality = 0;
        for (MediaRange range : ranges) {
            int precision = range.precision(offered);
            if (precision > specific || (precision > 0 && precision == specific && range.weight() > quality)) {
                specific = precision;
                quality = range.weight();
            }
        }
        return quality;
    }
}
