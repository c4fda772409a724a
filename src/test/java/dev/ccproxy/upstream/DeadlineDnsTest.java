package dev.ccproxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlineDnsTest {

    private static final List<InetAddress> FOUND = List.of(InetAddress.getLoopbackAddress());

    private static final Duration LIMIT = Duration.ofMillis(300);

    /** What a machine under load may add to the limit. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void endAllLookups() {
        release.countDown();
    }

    @Test
    void givesWhatThePlatformFinds() throws UnknownHostException {
        assertThat(lookup(name -> FOUND).lookup("provider.example")).isEqualTo(FOUND);
    }

    @Test
    void isOverAtTheDeadlineThoughThePlatformHangs() {
        long start = System.nanoTime();

        assertThatThrownBy(() -> lookup(this::hang).lookup("provider.example"))
                .isInstanceOf(UnknownHostException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.plus(SLACK));
    }

    @Test
    void aNameThatHangsHoldsOneThreadHoweverOftenItIsLookedUp() throws UnknownHostException {
        DeadlineDns lookup = lookup(name -> name.equals("hangs.example") ? hang(name) : FOUND);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> lookup.lookup("hangs.example")).isInstanceOf(UnknownHostException.class);
        }
        assertThat(threads).hasSize(1);
        assertThat(lookup.lookup("provider.example")).isEqualTo(FOUND);
        assertThat(threads).hasSize(2);
    }

    @Test
    void asksAnewOnceAnEarlierLookupIsOver() throws UnknownHostException {
        DeadlineDns lookup = lookup(this::hang);
        assertThatThrownBy(() -> lookup.lookup("provider.example")).isInstanceOf(UnknownHostException.class);

        release.countDown();
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(lookup.lookup("provider.example")).isEqualTo(FOUND);
        assertThat(threads).hasSize(2);
    }

    @Test
    void aPlatformThatFailsHasNotFoundTheName() {
        DeadlineDns lookup = lookup(name -> {
            throw new IllegalStateException("broken resolver");
        });

        assertThatThrownBy(() -> lookup.lookup("provider.example")).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> lookup.lookup("provider.example")).isInstanceOf(UnknownHostException.class);
    }

    private DeadlineDns lookup(Dns platform) {
        Executor executor = work -> {
            Thread thread = new Thread(work, "lookup");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        };
        return new DeadlineDns(platform, new TimeLimiter<>(executor), LIMIT);
    }

    private List<InetAddress> hang(String name) throws UnknownHostException {
        try {
            release.await();
            return FOUND;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(name);
        }
    }
}
