package dev.ccproxy.status;

import java.time.Duration;

/** How long the application has been running, for people: {@code 2h 15m 30s}. */
final class Uptime {

    private Uptime() {}

    /** Always the three parts, rounded down to the second; hours without limit. */
    static String format(Duration uptime) {
        return uptime.toHours() + "h " + uptime.toMinutesPart() + "m " + uptime.toSecondsPart() + "s";
    }
}
