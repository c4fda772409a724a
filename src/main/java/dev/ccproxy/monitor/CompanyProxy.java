package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.config.Secret;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Base64;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The way through the company's HTTP proxy: a tunnel for https (RFC 9110, 9.3.6), an absolute target for http. */
final class CompanyProxy {

    private static final String AUTHORIZATION = "Proxy-Authorization";

    private CompanyProxy() {}

    static void configure(OkHttpClient.Builder client, ProxySettings proxy) {
        String host = proxy.host().replaceAll("[\\[\\]]", "");
        client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, proxy.port())));
        Secret credentials = proxy.credentials();
        if (credentials != null) {
            // Asked before the tunnel, and once more where the proxy does not accept what it was given.
            client.proxyAuthenticator((route, refusal) ->
                    refusal.request().header(AUTHORIZATION) != null ? null : authorize(refusal.request(), credentials));
        }
    }

    /** A request in the clear carries the proxy's credentials itself; one in a tunnel would show them to the provider. */
    static Request authorize(Request request, @Nullable ProxySettings proxy) {
        return proxy == null || proxy.credentials() == null || request.isHttps()
                ? request
                : authorize(request, proxy.credentials());
    }

    private static Request authorize(Request request, Secret credentials) {
        String basic = Base64.getEncoder().encodeToString(credentials.reveal().getBytes(UTF_8));
        return request.newBuilder().header(AUTHORIZATION, "Basic " + basic).build();
    }
}
