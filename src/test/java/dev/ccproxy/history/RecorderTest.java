package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.SimulatedMonitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorder has seen is found there until somebody else has it. */
class RecorderTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Test
    void aBucketIsFoundWhileItIsHandedOverAndNotAfterwards() {
        SimulatedMonitor monitor = new SimulatedMonitor(INTERVAL, INTERVAL.multipliedBy(4), "p");
        Recorder recorder = new Recorder(1, "a", false, NOON, monitor.snapshot(), Duration.ZERO);
        recorder.check(monitor.check("p", Reason.OK, INTERVAL));
        List<Bucket> seen = recorder.unkeptBuckets();
        List<Bucket> taken = new ArrayList<>();

        recorder.handOverBuckets(INTERVAL, buckets -> {
            assertThat(recorder.unkeptBuckets()).isEqualTo(buckets);
            taken.addAll(buckets);
        });

        assertThat(taken).isNotEmpty().isEqualTo(seen);
        assertThat(recorder.unkeptBuckets()).isEmpty();
    }
}
