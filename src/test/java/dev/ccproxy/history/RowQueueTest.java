package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowQueueTest {

    private static final Watch WATCH = new Watch(1, "a", 0, false, Instant.EPOCH, Instant.EPOCH);

    private final RowQueue queue = new RowQueue(3);

    private static Bucket bucket(Step step, int begin, long up) {
        return new Bucket(
                new Bucket.Key(1, step, begin, "p"), new Figures(up, 0, 0, Figures.Checks.NONE, Traffic.NONE));
    }

    private static Annotation annotation(int number) {
        return new Annotation(1, number, Instant.EPOCH, "started", null);
    }

    @Test
    void aNewerStateTakesThePlaceOfAnOlderOne() {
        queue.add(List.of(bucket(Step.HOUR, 0, 1), bucket(Step.HOUR, 0, 2)));

        assertThat(queue.first(9)).containsExactly(bucket(Step.HOUR, 0, 2));
        assertThat(queue.lost()).isZero();
    }

    @Test
    void whatHasChangedWhileItWasWrittenStays() {
        queue.add(List.of(bucket(Step.HOUR, 0, 1), annotation(1)));
        List<Row> written = queue.first(9);
        queue.add(List.of(bucket(Step.HOUR, 0, 2)));
        queue.kept(written);

        assertThat(queue.first(9)).containsExactly(bucket(Step.HOUR, 0, 2));
    }

    @Test
    void theOldestMinutesAreLostFirstAndTheWatchNever() {
        queue.add(List.of(WATCH, bucket(Step.MINUTE, 0, 1), annotation(1), bucket(Step.MINUTE, 1, 1)));
        queue.add(List.of(annotation(2), annotation(3), annotation(4)));

        assertThat(queue.first(9)).containsExactly(WATCH, annotation(2), annotation(3), annotation(4));
        assertThat(queue.lost()).isEqualTo(3);
    }

    @Test
    void aBatchIsNoLargerThanItMayBe() {
        queue.add(List.of(WATCH, annotation(1), bucket(Step.MINUTE, 0, 1)));

        assertThat(queue.first(2)).containsExactly(WATCH, annotation(1));
    }
}
