package dev.ccproxy.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts, as far as its {@code Accept} can be read (RFC 9110, 12.5.1). What cannot is ignored: the
 * clients that send it are old, and want a response.
 *
 * @param ranges those that can be read; an empty list accepts everything
 */
public record Accept(List<MediaRange> ranges) {

    /**
     * That of a request.
     *
     * @param request not a {@link PlainRequest}
     * @return null without the header
     */
    public static @Nullable Accept of(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ACCEPT) == null
                ? null
                : parse(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
    }

    /**
     * Reads the header.
     *
     * @param values one for each line, each a list
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
     * The media type that the client prefers.
     *
     * @param offered in our order of preference, for a client that has none
     * @return one of them
     * @throws ErrorException 406 if the client accepts none of them
     */
    public String best(List<String> offered) {
        String best = ranges.isEmpty() ? offered.get(0) : null;
        double highest = 0;
        for (String mediaType : offered) {
            double quality = quality(Objects.requireNonNull(MediaRange.parse(mediaType)));
            if (quality > highest) {
                best = mediaType;
                highest = quality;
            }
        }
        if (best == null) {
            throw new ErrorException(
                    ErrorType.NOT_ACCEPTABLE, "Accept must allow one of " + String.join(", ", offered));
        }
        return best;
    }

    /** The weight of the most specific range that fits; 0 if none does. */
    private double quality(MediaRange offered) {
        int highest = 0;
        double quality = 0;
        for (MediaRange range : ranges) {
            int precision = range.precision(offered);
            if (precision > highest || (precision > 0 && precision == highest && range.weight() > quality)) {
                highest = precision;
                quality = range.weight();
            }
        }
        return quality;
    }
}
