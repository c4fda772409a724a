package dev.ccproxy.jmx;

import dev.ccproxy.limits.Limiter;

/** How far a client or a team has used a limit: the composite data of {@link GatewayMXBean#getLimits}. */
public final class LimitView {

    private final Limiter.Figure figure;

    LimitView(Limiter.Figure figure) {
        this.figure = figure;
    }

    /** {@code client} or {@code team}. */
    public String getKind() {
        return figure.kind();
    }

    public String getName() {
        return figure.name();
    }

    /** {@code requests-per-minute}, {@code tokens-per-minute} or {@code concurrent-requests}. */
    public String getLimit() {
        return figure.limit();
    }

    /** What is allowed. */
    public long getMax() {
        return figure.max();
    }

    /** More than is allowed if responses were longer than expected, or if the limit was lowered. */
    public long getUsed() {
        return figure.used();
    }

    /** At least 0. */
    public long getLeft() {
        return figure.left();
    }
}
