package dev.ccproxy.upstream;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** HTTP clients by the certificates that they trust. */
public final class HttpClients {

    private HttpClients() {}

    /**
     * A client that trusts what the server or the JVM trusts; with certificates of the company's own, what the JVM trusts
     * and these. Reads the JVM's trust store.
     *
     * @throws IllegalStateException if the JVM's TLS cannot be used
     */
    public static OkHttpClient trusting(List<X509Certificate> additional) {
        try {
            X509TrustManager jvms = trustManager(null);
            OkHttpClient.Builder client = new OkHttpClient.Builder();
            if (additional.isEmpty()) {
                // The default factory is the server's if the server has set its own, as Liberty does
                // (transportSecurity-1.0); its default context is the JVM's all the same.
                return client.sslSocketFactory((SSLSocketFactory) SSLSocketFactory.getDefault(), jvms)
                        .build();
            }
            X509TrustManager both = trustManager(store(Arrays.asList(jvms.getAcceptedIssuers()), additional));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {both}, null);
            return client.sslSocketFactory(context.getSocketFactory(), both).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM's TLS cannot be used", e);
        }
    }

    private static KeyStore store(List<X509Certificate> jvms, List<X509Certificate> additional)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : jvms) {
            store.setCertificateEntry("jvm-" + store.size(), certificate);
        }
        for (X509Certificate certificate : additional) {
            store.setCertificateEntry("additional-" + store.size(), certificate);
        }
        return store;
    }

    /** Null stands for the JVM's own store. */
    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new NoSuchAlgorithmException("no X.509 trust manager");
    }
}
