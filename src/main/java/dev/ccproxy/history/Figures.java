package dev.ccproxy.history;

import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Latency;
import dev.ccproxy.monitor.State;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a provider in a stretch of time.
 *
 * @param up how long it was up, in milliseconds
 * @param degraded how long it was degraded, in milliseconds
 * @param down how long it was down, in milliseconds; what is missing to the whole is not known
 * @param checks what checks found
 * @param traffic what the requests of clients met
 */
record Figures(long up, long degraded, long down, Checks checks, Traffic traffic) {

    static final Figures NONE = new Figures(0, 0, 0, Checks.NONE, Traffic.NONE);

    /**
     * What checks found.
     *
     * @param count of those that could be made
     * @param down how many found the provider down
     * @param maxMicros the longest, in microseconds
     */
    record Checks(
            long count, long down, Phase dns, Phase connect, Phase tls, Phase firstByte, Phase total, long maxMicros) {

        static final Checks NONE = new Checks(0, 0, Phase.NONE, Phase.NONE, Phase.NONE, Phase.NONE, Phase.NONE, 0);

        static Checks of(CheckResult result) {
            Latency latency = result.latency();
            Phase total = Phase.of(latency.total());
            return new Checks(
                    1,
                    result.reason().state() == State.DOWN ? 1 : 0,
                    Phase.of(latency.dns()),
                    Phase.of(latency.connect()),
                    Phase.of(latency.tls()),
                    Phase.of(latency.firstByte()),
                    total,
                    total.micros());
        }

        Checks plus(Checks other) {
            return new Checks(
                    count + other.count,
                    down + other.down,
                    dns.plus(other.dns),
                    connect.plus(other.connect),
                    tls.plus(other.tls),
                    firstByte.plus(other.firstByte),
                    total.plus(other.total),
                    Math.max(maxMicros, other.maxMicros));
        }
    }

    static Figures of(State state, long millis) {
        return switch (state) {
            case UP -> new Figures(millis, 0, 0, Checks.NONE, Traffic.NONE);
            case DEGRADED -> new Figures(0, millis, 0, Checks.NONE, Traffic.NONE);
            case DOWN -> new Figures(0, 0, millis, Checks.NONE, Traffic.NONE);
            case UNKNOWN, DISABLED -> NONE;
        };
    }

    static Figures of(Checks checks) {
        return new Figures(0, 0, 0, checks, Traffic.NONE);
    }

    static Figures of(Traffic traffic) {
        return new Figures(0, 0, 0, Checks.NONE, traffic);
    }

    Figures plus(Figures other) {
        return new Figures(
                up + other.up,
                degraded + other.degraded,
                down + other.down,
                checks.plus(other.checks),
                traffic.plus(other.traffic));
    }

    /** The time of which the state is known, in milliseconds. */
    long known() {
        return up + degraded + down;
    }

    /** The part of the known time in which it was up or degraded, 0 to 1; null if nothing is known. */
    @Nullable
    Double availability() {
        return known() == 0 ? null : (double) (up + degraded) / known();
    }
}
