import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A provider to try CCProxy with: it has OpenAI's list of models, needs no key, and listens on this machine only. */
class FakeProvider {

    private static final int PORT = 8099;

    private static final String MODELS =
            """
            {"object":"list","data":[{"id":"fake-model","object":"model","created":0,"owned_by":"quickstart"}]}
            """;

    private static final String NOT_FOUND =
            """
            {"error":{"message":"There is only GET /v1/models","type":"invalid_request_error"}}
            """;

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
        server.createContext("/", FakeProvider::respond);
        server.start();
        System.out.println("The fake provider listens on http://127.0.0.1:" + PORT + "/v1");
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
