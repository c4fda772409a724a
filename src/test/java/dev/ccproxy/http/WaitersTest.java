package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who waits for the history is told once, in time, also when the application ends; and no thread is left. */
class WaitersTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final List<Object> told = new CopyOnWriteArrayList<>();

    private void assertThatAllAreTold(String message) {
        assertThat(told)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ErrorException.class,
                                exception -> assertThat(exception).hasMessage(message)));
    }

    @Test
    void theResultIsToldOnce() {
        Waiters waiters = new Waiters(NEVER, Thread::new);
        Waiters.Waiter one = waiters.add(told::add);

        one.tell("history");
        one.tell("again");
        waiters.stop();

        assertThat(told).containsExactly("history");
    }

    @Test
    void whatTakesTooLongIsAnError() {
        Waiters waiters = new Waiters(Duration.ofMillis(20), Thread::new);
        Waiters.Waiter one = waiters.add(told::add);

        await().until(() -> !told.isEmpty());
        one.tell("too late");
        waiters.stop();

        assertThat(told).hasSize(1);
        assertThatAllAreTold("The database did not respond in time");
    }

    @Test
    void theEndIsToldToAllAndToWhoComesLater() {
        Waiters waiters = new Waiters(NEVER, Thread::new);
        Waiters.Waiter one = waiters.add(told::add);
        waiters.add(told::add);
        Waiters.Waiter unable = waiters.add(result -> {
            throw new IllegalStateException("has gone");
        });

        waiters.stop();
        waiters.stop();
        one.tell("too late");
        unable.tell("too late");
        waiters.add(told::add).tell("too late");

        assertThat(told).hasSize(3);
        assertThatAllAreTold("CCProxy is stopping");
    }

    @Test
    void theTimerEndsWithTheApplication() {
        Waiters waiters = new Waiters(NEVER, Thread::new);
        Thread[] threads = new Thread[1];
        waiters.add(told::add);
        Waiters soon = new Waiters(Duration.ZERO, Thread::new);
        soon.add(error -> threads[0] = Thread.currentThread());
        await().until(() -> threads[0] != null);
        assertThat(threads[0]).isNotEqualTo(Thread.currentThread());
        assertThat(threads[0].isDaemon()).isTrue();

        soon.stop();
        waiters.stop();

        await().until(() -> !threads[0].isAlive());
    }
}
