package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PermitsTest {

    @Test
    void oneClientMayHaveHalfOfThem() {
        Permits permits = new Permits(3);
        permits.acquire("a");
        permits.acquire("a");

        assertThatThrownBy(() -> permits.acquire("a")).hasMessageContaining("client a");
        permits.acquire("b");
        assertThatThrownBy(() -> permits.acquire("c")).hasMessageContaining("3 requests");
        permits.release("a");
        permits.acquire("c");
        assertThat(permits.underWay()).isEqualTo(3);
    }

    @Test
    void aSingleOneIsForAnybody() {
        Permits permits = new Permits(1);
        permits.acquire("a");
        permits.release("a");
        permits.acquire("b");

        assertThatThrownBy(() -> permits.acquire("a")).hasMessageContaining("1 requests");
    }

    @Test
    void memoryIsGivenBackOnce() {
        MemoryBudget budget = new MemoryBudget(10);
        MemoryBudget.Share share = budget.share();
        share.take(6);

        assertThatThrownBy(() -> budget.share().take(5)).hasMessageContaining("memory");
        assertThat(budget.left()).isEqualTo(4);
        share.close();
        share.close();
        assertThat(budget.left()).isEqualTo(10);
    }
}
