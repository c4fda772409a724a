package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection that asks for {@code /status/events}, and reads them only if it is told to. */
final class EventListener implements Closeable {

    /** One event, or the comment that stands for one in silence. */
    record Event(String id, String type, String data) {

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

    private final Socket socket;
    private final String statusLine;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    EventListener(Server server, String... headers) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(20_000);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.client().port()),
                    10_000);
            String request =
                    "GET /status/events HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            // One after the other: for many requests at once, a server makes threads that it then keeps.
            statusLine = firstLine(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            assertThat(b).as("the next byte of the response's head").isNotEqualTo(-1);
            line.write(b);
        }
        return line.toString(UTF_8);
    }

    /** Whether the server has let it in. */
    boolean isAccepted() {
        return statusLine.startsWith("HTTP/1.1 200");
    }

    EventListener reading() {
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
