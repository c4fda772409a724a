package dev.ccproxy.history;

import java.time.Instant;

/** What one watch saw of one provider in a minute, an hour or a day. */
record Bucket(Key key, Figures figures) implements Row {

    /**
     * Which bucket it is.
     *
     * @param begin in minutes since 1970
     */
    record Key(long watch, Step step, int begin, String provider) {

        Instant end() {
            return Instant.ofEpochSecond((begin + step.minutes()) * 60L);
        }
    }
}
