package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.it.MessagesClient.Reply;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tokens of a request for providers of other formats, from outside; how near an estimate is is in the case files. */
@Tag("slow")
@Tag("anywhere") // what is counted does not depend on the server
class CountTokensIT {

    private static final String KEY = "counting-key";

    private static ScriptedProvider provider;
    private static Server server;
    private static MessagesClient client;

    @BeforeAll
    static void start() {
        provider = new ScriptedProvider();
        server = Server.start(Map.of(
                "CCPROXY_API_KEY", KEY,
                "CCPROXY_AUTH_LOCALHOST", "false",
                "CCPROXY_PROVIDERS", "o,g",
                "CCPROXY_PROVIDER_G_BASE_URL", provider.url() + "/google",
                "CCPROXY_PROVIDER_G_FORMAT", "gemini",
                "CCPROXY_PROVIDER_G_API_KEY", "AIza-counting-canary",
                "CCPROXY_PROVIDER_O_BASE_URL", provider.url() + "/api/v1",
                "CCPROXY_PROVIDER_O_FORMAT", "openai",
                "CCPROXY_PROVIDER_O_API_KEY", "sk-counting-canary",
                "CCPROXY_CHECK_INTERVAL", "1h"));
        client = new MessagesClient(server.client(), "/v1/messages/count_tokens?beta=true", KEY);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        provider.close();
    }

    private static String ask(String model) {
        return "{\"context_management\":{},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + "\"model\":\""
                + model + "\"}";
    }

    /** https://github.com/BerriAI/litellm/issues/30043: without a count a client does not know when to compact. */
    @Test
    void tokensAreEstimatedWhereTheProviderCannotBeAsked() throws IOException {
        try (Reply reply = client.post(ask("o,count"));
                Reply longer = client.post(ask("o,count").replace("Hi", "Hi ".repeat(1000)))) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.header("x-ccproxy-estimated")).isEqualTo("input_tokens");
            assertThat(reply.header("x-ccproxy-loss")).isEqualTo("context_management");
            assertThat(reply.json().keySet()).containsExactly("input_tokens");
            assertThat(reply.json().getInt("input_tokens")).isBetween(5, 60);
            assertThat(longer.json().getInt("input_tokens")).isBetween(1000, 1500);
        }
        assertThat(provider.received("count")).isEmpty();
    }

    @Test
    void geminiCountsTokensItself() throws IOException {
        provider.on("models/gemini-counts", turn -> turn.json(200, "{\"totalTokens\":321}"));
        provider.on("models/gemini-silent", turn -> turn.json(200, "{}"));
        provider.on(
                "models/gemini-full",
                turn -> turn.json(
                        429,
                        "{\"error\":{\"code\":429,\"message\":\"Later\",\"details\":[{\"@type\":"
                                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.07s\"}]}}"));

        try (Reply reply = client.post(ask("g,gemini-counts"))) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("{\"input_tokens\":321}");
            assertThat(reply.headers()).doesNotContainKey("x-ccproxy-estimated");
            assertThat(reply.header("x-ccproxy-loss")).isEqualTo("context_management");
        }
        assertThat(provider.last("models/gemini-counts").requestLine())
                .isEqualTo("POST /google/v1beta/models/gemini-counts:countTokens HTTP/1.1");
        try (Reply reply = client.post(ask("g,gemini-silent"))) {
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains("The provider g told no number of tokens");
        }
        try (Reply reply = client.post(ask("g,gemini-full"))) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.errorType()).isEqualTo("rate_limit_error");
            assertThat(reply.header("retry-after")).isEqualTo("35");
        }
    }
}
