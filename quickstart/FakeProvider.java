import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A provider to try CCProxy with: it says the same to everything, ignores the key, and listens on this machine only. */
class FakeProvider {

    private static final int PORT = 8099;

    private static final String MODELS =
            """
            {"data":[{"type":"model","id":"fake-model","display_name":"Fake Model","created_at":"2026-01-01T00:00:00Z"}],\
            "has_more":false,"first_id":"fake-model","last_id":"fake-model"}
            """;

    private static final String MESSAGE =
            """
            {"id":"msg_fake","type":"message","role":"assistant","model":"fake-model",\
            "content":[{"type":"text","text":"Hello from the fake provider."}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":6}}
            """;

    private static final String STREAM =
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_fake","type":"message","role":"assistant",\
            "model":"fake-model","content":[],"stop_reason":null,"stop_sequence":null,\
            "usage":{"input_tokens":10,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,\
            "delta":{"type":"text_delta","text":"Hello from the fake provider."}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
            "usage":{"output_tokens":6}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String TOKENS = "{\"input_tokens\":10}";

    private static final String NOT_FOUND =
            """
            {"type":"error","error":{"type":"not_found_error","message":"Only messages and models exist here"}}
            """;

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
        server.createContext("/", FakeProvider::respond);
        server.start();
        System.out.println("The fake provider listens on http://127.0.0.1:" + PORT);
    }

    private static void respond(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "GET /v1/models" -> send(exchange, 200, "application/json", MODELS);
            case "POST /v1/messages/count_tokens" -> send(exchange, 200, "application/json", TOKENS);
            case "POST /v1/messages" -> {
                boolean streamed = request.replace(" ", "").contains("\"stream\":true");
                send(exchange, 200, streamed ? "text/event-stream" : "application/json", streamed ? STREAM : MESSAGE);
            }
            default -> send(exchange, 404, "application/json", NOT_FOUND);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
