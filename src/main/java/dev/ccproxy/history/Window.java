package dev.ccproxy.history;

import dev.ccproxy.history.HistoryReport.Availability;
import java.time.Duration;
import java.time.Instant;

/** The stretches of time until now over which availability is told, and the buckets by which it is. */
enum Window {
    HOUR("1h", Duration.ofHours(1), Step.MINUTE),
    DAY("24h", Duration.ofHours(24), Step.HOUR),
    WEEK("7d", Duration.ofDays(7), Step.HOUR),
    MONTH("30d", Duration.ofDays(30), Step.DAY),
    QUARTER("90d", Duration.ofDays(90), Step.DAY);

    private final String label;
    private final Duration length;
    private final Step step;

    Window(String label, Duration length, Step step) {
        this.label = label;
        this.length = length;
        this.step = step;
    }

    String label() {
        return label;
    }

    Step step() {
        return step;
    }

    /** The beginning of the first bucket that is at least partly in it. */
    Instant from(Instant now) {
        return Instant.ofEpochSecond(step.begin(now.minus(length)) * 60L);
    }

    Availability availability(Instant now, Figures figures) {
        return new Availability(
                label, from(now), figures.availability(), figures.known() / 1000.0, figures.down() / 1000.0);
    }
}
