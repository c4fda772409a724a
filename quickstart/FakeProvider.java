import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A provider to try CCProxy with: it has Anthropic's list of models, ignores the key, and listens on this machine only. */
class FakeProvider {

    private static final int PORT = 8099;

    private static final String MODELS =
            """
            {"data":[{"type":"model","id":"fake-model","display_name":"Fake Model","created_at":"2026-01-01T00:00:00Z"}],\
            "has_more":false,"first_id":"fake-model","last_id":"fake-model"}
            """;

    private static final String NOT_FOUND =
            """
            {"type":"error","error":{"type":"not_found_error","message":"Only GET /v1/models exists here"}}
            """;

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
        server.createContext("/", FakeProvider::respond);
        server.start();
        System.out.println("The fake provider listens on http://127.0.0.1:" + PORT);
    }

    private static void respond(HttpExchange exchange) throws IOException {
        boolean models = exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().equals("/v1/models");
        byte[] body = (models ? MODELS : NOT_FOUND).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(models ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
