package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description of the API; every {@link Client} and {@link MessagesClient} holds each answer against it. */
class OpenApiIT {

    private final Client client = Server.shared().client();

    @Test
    void isServedToEverybody() {
        Response response = client.get("/openapi.yaml", "X-Forwarded-For: 192.0.2.1");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/yaml");
        assertThat(response.body())
                .isEqualTo(OpenApi.document())
                .contains("\n  version: " + System.getProperty("ccproxy.it.version") + "\n");
    }

    @Test
    void findsAnAnswerThatIsNotDescribed() {
        Map<String, List<String>> headers =
                Map.of("request-id", List.of("1"), "content-type", List.of("application/json"));
        Response response = new Response(200, headers, "{\"maintenance\":{\"since\":1}}");

        assertThatThrownBy(() -> OpenApi.assertDescribed("GET", "/status/maintenance", response))
                .hasMessageContaining("openapi.yaml");
    }
}
