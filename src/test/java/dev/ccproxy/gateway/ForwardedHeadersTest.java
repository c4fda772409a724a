package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.gateway.ClientRequest.Header;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {

    private static List<Header> toProvider(Header... headers) {
        return ForwardedHeaders.toProvider(List.of(headers), Set.of("x-more"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Anthropic-Version",
                "anthropic-next-month",
                "X-Stainless-Lang",
                "x-claude-code-session-id",
                "X-App",
                "user-agent",
                "accept",
                "Content-Type",
                "traceparent",
                "tracestate",
                "X-More"
            })
    void familiesGoToTheProvider(String name) {
        Header header = new Header(name, "v");

        assertThat(toProvider(header, header)).containsExactly(header, header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "x-api-key",
                "cookie",
                "host",
                "connection",
                "content-length",
                "accept-encoding",
                "x-forwarded-for",
                "x-remote-user",
                "via",
                "proxy-authorization",
                "x-anything"
            })
    void nothingElseDoes(String name) {
        assertThat(toProvider(new Header(name, "v"))).isEmpty();
    }

    @Test
    void whatConnectionNamesStaysOnTheConnection() {
        assertThat(toProvider(new Header("Connection", "close, anthropic-x"), new Header("Anthropic-X", "v")))
                .isEmpty();
        assertThat(ForwardedHeaders.toClient(List.of(new Header("connection", "x-a"), new Header("X-A", "v"))))
                .isEmpty();
    }

    @Test
    void aValueThatCannotBeSentAsItCameIsRefused() {
        assertThatThrownBy(() -> toProvider(new Header("anthropic-x", "caf\u00e9")))
                .hasMessageContaining("anthropic-x");
        assertThat(toProvider(new Header("x-other", "caf\u00e9"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie",
                "Strict-Transport-Security",
                "Alt-Svc",
                "NEL",
                "Content-Security-Policy",
                "Access-Control-Allow-Origin",
                "anthropic-ratelimit-tokens-remaining",
                "anthropic-organization-id",
                "x-ratelimit-limit-requests",
                "Transfer-Encoding",
                "Content-Length",
                "Keep-Alive",
                "Proxy-Authenticate"
            })
    void whatIsNotTheClientsStaysHere(String name) {
        assertThat(ForwardedHeaders.toClient(List.of(new Header(name, "v")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"request-id", "retry-after", "anthropic-new", "x-should-retry", "Cache-Control", "x-any", "Via"})
    void everythingElseReachesTheClient(String name) {
        assertThat(ForwardedHeaders.toClient(List.of(new Header(name, "v")))).containsExactly(new Header(name, "v"));
    }
}
