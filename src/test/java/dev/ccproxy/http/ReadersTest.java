package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is read for clients: on few threads, for a bounded number of them. */
class ReadersTest {

    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Readers readers = new Readers("history", work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    });

    @Test
    void whatIsReadIsToldAndSoIsWhatFails() {
        IllegalStateException failure = new IllegalStateException("broken");

        readers.read(() -> "read", told::add);
        readers.read(
                () -> {
                    throw failure;
                },
                told::add);

        await().until(() -> told.size() == 2);
        readers.stop();
        assertThat(told).containsExactlyInAnyOrder("read", failure);
    }

    @Test
    void twoAreReadAndThirtyTwoWaitAndTheNextIsRefused() {
        CountDownLatch latch = new CountDownLatch(1);
        for (int i = 0; i < 34; i++) {
            readers.read(() -> awaited(latch), told::add);
        }
        assertThat(told).isEmpty();

        readers.read(() -> "read", told::add);

        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        ErrorException.class,
                        error -> assertThat(error).hasMessage("Too many requests for the history at once"));
        latch.countDown();
        await().until(() -> told.size() == 35);
        readers.stop();
        assertThat(told.subList(1, 35)).containsOnly("late");
    }

    @Test
    void atTheEndAllAreToldAndWhatWaitsIsNotRead() {
        CountDownLatch latch = new CountDownLatch(1);
        List<String> read = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.read(
                    () -> {
                        read.add("begun");
                        return awaited(latch);
                    },
                    told::add);
        }
        await().until(() -> read.size() == 2);

        readers.stop();

        assertThat(told)
                .hasSize(3)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ErrorException.class,
                                exception -> assertThat(exception).hasMessage("CCProxy is stopping")));
        latch.countDown();
        readers.read(() -> "read", told::add);
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(told).hasSize(4).doesNotContain("read", "late");
        assertThat(read).hasSize(2);
    }

    @Test
    void whatNobodyWaitsForAnyLongerIsNotRead() {
        CountDownLatch latch = new CountDownLatch(1);
        Readers impatient = new Readers("history", Duration.ofMillis(50), Thread::new);
        List<String> read = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 5; i++) {
            impatient.read(
                    () -> {
                        read.add("begun");
                        return awaited(latch);
                    },
                    told::add);
        }
        await().until(() -> told.size() == 5);
        latch.countDown();
        impatient.read(() -> "read", told::add);

        await().until(() -> told.contains("read"));
        impatient.stop();
        assertThat(read).hasSize(2);
    }

    private static Object awaited(CountDownLatch latch) {
        try {
            latch.await();
            return "late";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
