package dev.ccproxy.monitor;

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

/** Whose certificates are trusted: whom the server or JVM trusts, or whom the JVM trusts and a company's own authorities. */
final class Trust {

    private Trust() {}

    static OkHttpClient client(List<X509Certificate> more) {
        try {
            X509TrustManager jvms = trustManager(null);
            OkHttpClient.Builder client = new OkHttpClient.Builder();
            if (more.isEmpty()) {
                // The default factory is the server's where the server has set its own, as Liberty does
                // (transportSecurity-1.0); its default context is the JVM's all the same.
                return client.sslSocketFactory((SSLSocketFactory) SSLSocketFactory.getDefault(), jvms)
                        .build();
            }
            X509TrustManager both = trustManager(store(Arrays.asList(jvms.getAcceptedIssuers()), more));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {both}, null);
            return client.sslSocketFactory(context.getSocketFactory(), both).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JVM's TLS cannot be used", e);
        }
    }

    private static KeyStore store(List<X509Certificate> jvms, List<X509Certificate> more)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : jvms) {
            store.setCertificateEntry("jvm-" + store.size(), certificate);
        }
        for (X509Certificate certificate : more) {
            store.setCertificateEntry("more-" + store.size(), certificate);
        }
        return store;
    }

    /** Of the JVM's own store, where none is given. */
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
