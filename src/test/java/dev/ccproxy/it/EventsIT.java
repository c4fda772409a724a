package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listeners to {@code /status/events}: what they are told and when, and what they cost. */
@Tag("slow") // hundreds of connections
class EventsIT {

    private static final String KEY = "x-api-key: events-key";
    private static final Pattern USED_KIB = Pattern.compile("used (\\d+)K");

    private static FakeProvider provider;
    private static Server server;

    @BeforeAll
    static void start() {
        provider = FakeProvider.answering();
        server = Server.start(Map.of(
                "CCPROXY_API_KEY", "events-key",
                "CCPROXY_AUTH_LOCALHOST", "false",
                "CCPROXY_CHECK_INTERVAL", "1s",
                "CCPROXY_CHECK_TIMEOUT", "500ms",
                "CCPROXY_PROVIDERS", "falls,quiet",
                "CCPROXY_PROVIDER_FALLS_BASE_URL", provider.url(),
                "CCPROXY_PROVIDER_QUIET_BASE_URL", "http://127.0.0.1:9",
                "CCPROXY_PROVIDER_QUIET_CHECK", "off"));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    /** One event, or the comment that stands for one in silence. */
    private record Event(String id, String type, String data) {

        JsonObject json() {
            try (JsonReader reader = Json.createReader(new StringReader(data))) {
                return reader.readObject();
            }
        }

        List<String> providers() {
            return json().getJsonArray("providers").getValuesAs(JsonObject.class).stream()
                    .map(each -> each.getString("name") + " " + each.getString("state"))
                    .toList();
        }
    }

    /** A connection that asks for the events, and reads them only if it is told to. */
    private static final class Listener implements Closeable {

        private final Socket socket;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        Listener(String... headers) {
            try {
                socket = new Socket();
                socket.setReceiveBufferSize(4096);
                Client client = server.client();
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), client.port()), 10_000);
                String request = "GET /status/events HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(UTF_8));
                // One after the other: for many requests at once, a server makes threads that it then keeps.
                assertThat(socket.getInputStream().read())
                        .as("the response begins")
                        .isEqualTo('H');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Listener reading() {
            Thread thread = new Thread(this::read, "listener");
            thread.setDaemon(true);
            thread.start();
            return this;
        }

        private void read() {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
                String id = "";
                String type = "";
                String data = "";
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        type = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        data = line.substring(6);
                    } else if (line.equals(":")) {
                        events.add(new Event("", "comment", ""));
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        events.add(new Event(id, type, data));
                        data = "";
                    }
                }
            } catch (IOException e) {
                // It was closed.
            }
            events.add(new Event("", "end", ""));
        }

        Event next() throws InterruptedException {
            Event event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("the next event").isNotNull();
            return event;
        }

        /** The first update in which a provider is in a state. */
        Event until(String providerAndState) throws InterruptedException {
            Event event = next();
            while (event.data().isEmpty() || !event.providers().contains(providerAndState)) {
                event = next();
            }
            return event;
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void comeBack() {
        try {
            provider.comeBack();
        } catch (UncheckedIOException e) {
            // It has not been away.
        }
    }

    private static void awaitState(String state) {
        Client client = server.client();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> client.get("/status/providers/falls", KEY)
                        .json()
                        .getString("state")
                        .equals(state));
    }

    @Test
    void refusesAStranger() {
        assertThat(server.client().get("/status/events").status()).isEqualTo(401);
        assertThat(server.client().send("POST", "/status/events", KEY).status()).isEqualTo(405);
    }

    @Test
    void tellsEverythingFirstAndThenWhatHasChangedWithinASecond() throws Exception {
        awaitState("up");
        try (Listener listener = new Listener(KEY).reading()) {
            Event first = listener.next();
            assertThat(first.type()).isEqualTo("snapshot");
            assertThat(first.providers()).containsExactly("falls up", "quiet unknown");
            assertThat(first.json().keySet())
                    .containsExactly("age_seconds", "stale", "unavailable", "maintenance", "providers");

            provider.close();
            awaitState("down");
            long known = System.nanoTime();
            Event down = listener.until("falls down");
            assertThat(Duration.ofNanos(System.nanoTime() - known)).isLessThan(Duration.ofSeconds(1));
            assertThat(down.type()).isEqualTo("update");
            assertThat(down.providers()).as("the other has not changed").containsExactly("falls down");

            server.client().sendJson("PUT", "/status/maintenance", "{\"note\": \"a new disk\"}", KEY);
            Event maintenance = listener.next();
            while (maintenance.data().isEmpty() || maintenance.json().isNull("maintenance")) {
                maintenance = listener.next();
            }
            assertThat(maintenance.json().getJsonObject("maintenance").getString("note"))
                    .isEqualTo("a new disk");
            server.client().send("DELETE", "/status/maintenance", KEY);

            comeBack();
            listener.until("falls up");
        } finally {
            server.client().send("DELETE", "/status/maintenance", KEY);
            comeBack();
        }
    }

    @Test
    void tellsOneThatComesBackOnlyWhatHasChanged() throws Exception {
        awaitState("up");
        String last;
        try (Listener listener = new Listener(KEY).reading()) {
            last = listener.next().id();
        }
        try (Listener again = new Listener(KEY, "Last-Event-ID: " + last).reading()) {
            Event event = again.next();
            assertThat(event.type()).isEqualTo("update");
            assertThat(event.providers()).containsExactly("falls up");
        }
        for (String other : List.of("another-1", last.substring(0, last.indexOf('-')) + "-999999", "x", "")) {
            try (Listener again = new Listener(KEY, "Last-Event-ID: " + other).reading()) {
                assertThat(again.next().type()).as(other).isEqualTo("snapshot");
            }
        }
    }

    @Test
    void fiveHundredListenersTakeLittleMemoryAndNoThreadsAndDoNotWaitForThoseThatReadNothing() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        try {
            // What the server takes for its first five hundred connections, and keeps, is not the listeners'.
            for (int i = 0; i < 500; i++) {
                listeners.add(new Listener(KEY));
            }
            listeners.forEach(Listener::close);
            listeners.clear();
            // Until the server has noticed, they take places of which there are a thousand.
            await().atMost(Duration.ofSeconds(60)).until(() -> halfClosed() == 0);
            awaitState("up");
            int threads = threads();
            long before = usedKib();

            for (int i = 0; i < 400; i++) {
                listeners.add(new Listener(KEY));
            }
            for (int i = 0; i < 100; i++) {
                listeners.add(new Listener(KEY).reading());
            }
            for (Listener listener : listeners.subList(400, 500)) {
                listener.until("falls up");
            }
            long used = usedKib() - before;
            assertThat(threads() - threads).as("threads for 500 listeners").isLessThan(20);
            assertThat(used).as("KiB for 500 listeners").isLessThan(20 * 1024);

            provider.close();
            awaitState("down");
            long known = System.nanoTime();
            for (Listener listener : listeners.subList(400, 500)) {
                listener.until("falls down");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - known)).isLessThan(Duration.ofSeconds(2));
        } finally {
            listeners.forEach(Listener::close);
            comeBack();
        }
    }

    /** How many connections the clients have closed, and the server has not. */
    private static long halfClosed() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        Pattern ours = Pattern.compile(
                "\\s*\\d+: [0-9A-F]+" + String.format(":%04X", server.client().port()) + " [0-9A-F:]+ 08 .*");
        return lines.stream().filter(line -> ours.matcher(line).matches()).count();
    }

    private static int threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                .findFirst()
                .orElseThrow();
    }

    private static long usedKib() throws IOException {
        jcmd("GC.run");
        Matcher used = USED_KIB.matcher(jcmd("GC.heap_info"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1));
    }

    private static String jcmd(String command) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        Long.toString(server.process().pid()),
                        command)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
