package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers behind the company's proxy, which dies, comes back and keeps its credentials to itself. */
@Tag("slow")
@Tag("anywhere") // how providers are reached does not depend on the server
class ProxyIT {

    private static final String MARK = "canary-51c7";

    /** {@code ann:canary-51c7}. */
    private static final String SENT = "Proxy-Authorization: Basic YW5uOmNhbmFyeS01MWM3";

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final FakeProvider proxy = FakeProvider.answering(head -> {
        heads.add(head);
        return head.startsWith("CONNECT") ? "403 Forbidden" : "200 OK";
    });
    private final FakeProvider direct = FakeProvider.answering();
    private Server server;

    @AfterEach
    void stop() {
        proxy.close();
        direct.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void asksThroughItAndSaysSoAndWhenItDies() {
        server = Server.start(Map.ofEntries(
                Map.entry("CCPROXY_PROXY", proxy.url().replace("://", "://ann:" + MARK + "@")),
                Map.entry("NO_PROXY", "exempt.example"),
                Map.entry("CCPROXY_PROVIDERS", "plain,refused,exempt,local"),
                Map.entry("CCPROXY_PROVIDER_PLAIN_BASE_URL", "http://gateway.example/v1"),
                Map.entry("CCPROXY_PROVIDER_PLAIN_API_KEY", "sk-plain"),
                Map.entry("CCPROXY_PROVIDER_PLAIN_ALLOW_PLAIN_HTTP", "true"),
                Map.entry("CCPROXY_PROVIDER_REFUSED_BASE_URL", "https://provider.example"),
                Map.entry("CCPROXY_PROVIDER_EXEMPT_BASE_URL", "https://exempt.example"),
                Map.entry("CCPROXY_PROVIDER_LOCAL_BASE_URL", direct.url()),
                Map.entry("CCPROXY_CHECK_INTERVAL", "1s"),
                Map.entry("CCPROXY_CHECK_TIMEOUT", "900ms")));
        awaitReason("plain", "ok");
        awaitReason("refused", "proxy_failure");
        awaitReason("exempt", "dns_failure");
        awaitReason("local", "ok");

        String authority = proxy.url().substring("http://".length());
        assertThat(get("plain").getString("proxy")).isEqualTo(authority);
        assertThat(get("refused").getString("proxy")).isEqualTo(authority);
        assertThat(get("exempt").isNull("proxy")).isTrue();
        assertThat(get("local").isNull("proxy")).isTrue();
        assertThat(heads).allMatch(head -> head.contains(SENT));
        assertThat(heads).anyMatch(head -> head.startsWith("CONNECT provider.example:443 HTTP/1.1\r\n"));
        assertThat(heads)
                .anyMatch(head -> head.startsWith("GET http://gateway.example/v1/models HTTP/1.1\r\n")
                        && head.contains("Authorization: Bearer sk-plain"));

        proxy.close();
        awaitReason("plain", "proxy_failure");
        proxy.comeBack();
        awaitReason("plain", "ok");
        assertThat(server.client().get("/status/providers").body()).doesNotContain(MARK);
        assertThat(server.logs()).contains("proxy_failure").doesNotContain(MARK, "sk-plain");
    }

    private void awaitReason(String provider, String reason) {
        await().until(() -> get(provider).getString("reason").equals(reason));
    }

    private JsonObject get(String provider) {
        return server.client().get("/status/providers/" + provider).json();
    }
}
