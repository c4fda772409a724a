package dev.ccproxy.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.config.Secret;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Base64;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** The company's HTTP proxy: a tunnel for https (RFC 9110, 9.3.6), an absolute target for http. */
final class CompanyProxy {

    private static final String AUTHORIZATION = "Proxy-Authorization";

    private CompanyProxy() {}

    static void configure(OkHttpClient.Builder client, ProxySettings proxy) {
        String host = proxy.host().replaceAll("[\\[\\]]", "");
        client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, proxy.port())));
        Secret credentials = proxy.credentials();
        if (credentials == null) {
            return;
        }
        // OkHttp calls this before it opens a tunnel, and again if the proxy rejects the credentials.
        client.proxyAuthenticator((route, challenge) ->
                challenge.request().header(AUTHORIZATION) != null ? null : authorize(challenge.request(), credentials));
        // Only a request in the clear carries the proxy's credentials itself: in a tunnel, the provider would read
        // them.
        client.addInterceptor(chain ->
                chain.proceed(chain.request().isHttps() ? chain.request() : authorize(chain.request(), credentials)));
    }

    private static Request authorize(Request request, Secret credentials) {
        String basic = Base64.getEncoder().encodeToString(credentials.reveal().getBytes(UTF_8));
        return request.newBuilder().header(AUTHORIZATION, "Basic " + basic).build();
    }
}
