package dev.ccproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** A server whose events are listened to: of its two providers, one can fall and come back, and one is never checked. */
final class WatchedServer implements AutoCloseable {

    static final String KEY = "x-api-key: events-key";

    private final FakeProvider provider = FakeProvider.answering();
    private final Server server = Server.start(Map.of(
            "CCPROXY_API_KEY", "events-key",
            "CCPROXY_AUTH_LOCALHOST", "false",
            "CCPROXY_CHECK_INTERVAL", "1s",
            "CCPROXY_CHECK_TIMEOUT", "900ms",
            "CCPROXY_PROVIDERS", "falls,quiet",
            "CCPROXY_PROVIDER_FALLS_BASE_URL", provider.url(),
            "CCPROXY_PROVIDER_QUIET_BASE_URL", "http://127.0.0.1:9",
            "CCPROXY_PROVIDER_QUIET_CHECK", "off"));

    Server server() {
        return server;
    }

    Client client() {
        return server.client();
    }

    EventListener listen() {
        return new EventListener(server, KEY);
    }

    EventListener listenAfter(String lastEventId) {
        return new EventListener(server, KEY, "Last-Event-ID: " + lastEventId);
    }

    void fall() {
        provider.close();
    }

    void comeBack() {
        try {
            provider.comeBack();
        } catch (UncheckedIOException e) {
            // It has not been away.
        }
    }

    void awaitState(String state) {
        Client client = client();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.get("/status/providers/falls", KEY)
                        .json()
                        .getString("state")
                        .equals(state));
    }

    @Override
    public void close() {
        server.close();
        provider.close();
    }
}
