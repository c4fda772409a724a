package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizeTest {

    private static final Duration QUICK = Duration.ofMillis(60);
    private static final Duration SLOW = Duration.ofSeconds(3);

    private final BatchSize size = new BatchSize();

    @Test
    void growsWithAStoreThatIsQuickUpToABound() {
        for (int written = 0; written < 20_000; written += size.get()) {
            size.took(size.get(), QUICK);
        }
        assertThat(size.get()).isEqualTo(BatchSize.MAX);
    }

    @Test
    void aFewThatAreQuickSayNothingOfMany() {
        int before = size.get();
        size.took(before - 1, QUICK);
        assertThat(size.get()).isEqualTo(before);
    }

    @Test
    void staysWithAStoreThatIsNeither() {
        int before = size.get();
        size.took(before, Duration.ofSeconds(1));
        assertThat(size.get()).isEqualTo(before);
    }

    @Test
    void shrinksWithAStoreThatIsSlowDownToABound() {
        int before = size.get();
        size.took(before, SLOW);
        assertThat(size.get()).isLessThan(before);
        for (int i = 0; i < 20; i++) {
            size.took(1, SLOW);
        }
        assertThat(size.get()).isEqualTo(100);
    }
}
