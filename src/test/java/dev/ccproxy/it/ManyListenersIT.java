package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hundreds of listeners to {@code /status/events}: what they cost, and how many there may be. */
@Tag("slow") // hundreds of connections
class ManyListenersIT {

    private static WatchedServer server;
    private static Jvm jvm;
    private static long socketsOfNobody;

    @BeforeAll
    static void start() throws IOException {
        server = new WatchedServer();
        jvm = new Jvm(server.server());
        socketsOfNobody = jvm.sockets();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void fiveHundredListenersTakeLittleMemoryAndNoThreadsAndDoNotWaitForThoseThatReadNothing() throws Exception {
        List<EventListener> listeners = new ArrayList<>();
        try {
            // What the server takes for its first five hundred connections, and keeps, is not the listeners'.
            awaitPlaces(listeners, 500);
            leave(listeners);
            server.awaitState("up");
            int threads = jvm.threads();
            long before = jvm.usedKib();

            for (int i = 0; i < 400; i++) {
                listeners.add(server.listen());
            }
            for (int i = 0; i < 100; i++) {
                listeners.add(server.listen().reading());
            }
            for (EventListener listener : listeners.subList(400, 500)) {
                listener.until("falls up");
            }
            long used = jvm.usedKib() - before;
            assertThat(jvm.threads() - threads).as("threads for 500 listeners").isLessThan(20);
            assertThat(used).as("KiB for 500 listeners").isLessThan(20 * 1024);

            server.fall();
            server.awaitState("down");
            long known = System.nanoTime();
            for (EventListener listener : listeners.subList(400, 500)) {
                listener.until("falls down");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - known)).isLessThan(Duration.ofSeconds(2));
        } finally {
            leave(listeners);
            server.comeBack();
        }
    }

    @Test
    void refusesTheThousandAndFirstUntilOneHasGone() {
        List<EventListener> listeners = new ArrayList<>();
        try {
            awaitPlaces(listeners, 1000);
            Response refused = server.client().get("/status/events", WatchedServer.KEY);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.errorType()).isEqualTo("service_error");
            assertThat(refused.body()).contains("1000 listeners", "poll /status/providers");

            listeners.remove(0).close();
            awaitPlaces(listeners, 1000);
        } finally {
            leave(listeners);
        }
    }

    private static void awaitPlaces(List<EventListener> listeners, int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            EventListener listener = server.listen();
            while (listener.isAccepted()) {
                listeners.add(listener);
                if (listeners.size() == count) {
                    return true;
                }
                listener = server.listen();
            }
            listener.close();
            return false;
        });
    }

    /** Until the server has noticed that they have gone, they take memory, and places of which there are a thousand. */
    private static void leave(List<EventListener> listeners) {
        listeners.forEach(EventListener::close);
        listeners.clear();
        // A check of a provider takes one, and so does a client that asks how it is.
        await().atMost(Duration.ofSeconds(60)).until(() -> jvm.sockets() < socketsOfNobody + 10);
    }
}
