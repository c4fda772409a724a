package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Listeners to {@code /status/events}: who they may be, what they are told, and when. */
class EventsIT {

    private static WatchedServer server;

    @BeforeAll
    static void start() {
        server = new WatchedServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void refusesAStranger() {
        assertThat(server.client().get("/status/events").status()).isEqualTo(401);
        assertThat(server.client()
                        .send("POST", "/status/events", WatchedServer.KEY)
                        .status())
                .isEqualTo(405);
    }

    @Test
    void tellsEverythingFirstAndThenWhatHasChangedWithinASecond() throws Exception {
        server.awaitState("up");
        try (EventListener listener = server.listen().reading()) {
            EventListener.Event first = listener.next();
            assertThat(first.type()).isEqualTo("snapshot");
            assertThat(first.providers()).containsExactly("falls up", "quiet unknown");
            assertThat(first.json().keySet())
                    .containsExactly(
                            "age_seconds", "stale", "unavailable", "maintenance", "configuration", "providers");

            server.fall();
            server.awaitState("down");
            long known = System.nanoTime();
            EventListener.Event down = listener.until("falls down");
            assertThat(Duration.ofNanos(System.nanoTime() - known)).isLessThan(Duration.ofSeconds(1));
            assertThat(down.type()).isEqualTo("update");
            assertThat(down.providers()).as("the other has not changed").containsExactly("falls down");

            server.client().sendJson("PUT", "/status/maintenance", "{\"note\": \"a new disk\"}", WatchedServer.KEY);
            EventListener.Event maintenance = listener.next();
            while (maintenance.data().isEmpty() || maintenance.json().isNull("maintenance")) {
                maintenance = listener.next();
            }
            assertThat(maintenance.json().getJsonObject("maintenance").getString("note"))
                    .isEqualTo("a new disk");
            server.client().send("DELETE", "/status/maintenance", WatchedServer.KEY);

            server.comeBack();
            listener.until("falls up");
        } finally {
            server.client().send("DELETE", "/status/maintenance", WatchedServer.KEY);
            server.comeBack();
        }
    }

    @Test
    void tellsOneThatComesBackOnlyWhatHasChanged() throws Exception {
        server.awaitState("up");
        String last;
        try (EventListener listener = server.listen().reading()) {
            last = listener.next().id();
        }
        try (EventListener again = server.listenAfter(last).reading()) {
            EventListener.Event event = again.next();
            assertThat(event.type()).isEqualTo("update");
            assertThat(event.providers()).containsExactly("falls up");
        }
        for (String other : List.of("another-1", last.substring(0, last.indexOf('-')) + "-999999", "x", "")) {
            try (EventListener again = server.listenAfter(other).reading()) {
                assertThat(again.next().type()).as(other).isEqualTo("snapshot");
            }
        }
    }
}
