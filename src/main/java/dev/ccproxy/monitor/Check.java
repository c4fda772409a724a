package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.provider.Provider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a provider over a new connection: one GET of the base URL, without a key, no proxy, no redirects, no body
 * read, one deadline for all of it. The only socket of the application and the one place where an exception becomes a reason.
 */
final class Check {

    private static final Logger LOG = System.getLogger(Check.class.getName());

    private final CheckSettings settings;
    private final Supplier<Duration> clock;
    private final OkHttpClient client;

    Check(CheckSettings settings, Supplier<Duration> clock, ThreadFactory threads) {
        this(settings, clock, threads, new OkHttpClient());
    }

    /** With a client that trusts other certificates. */
    Check(CheckSettings settings, Supplier<Duration> clock, ThreadFactory threads, OkHttpClient base) {
        this.settings = settings;
        this.clock = clock;
        client = base.newBuilder()
                .callTimeout(settings.timeout())
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .dns(new Lookup(base.dns(), settings.timeout(), threads))
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(Check::take)
                .build();
    }

    /** Never throws, and is over at the deadline. */
    Outcome run(Provider provider) {
        Duration start = clock.get();
        Reason reason = look(provider);
        Duration end = clock.get();
        boolean slow = reason == Reason.OK && end.minus(start).compareTo(settings.slowAfter()) > 0;
        return new Outcome(provider, slow ? Reason.SLOW : reason, end);
    }

    /** Cuts off every check that is under way. */
    void cancelAll() {
        client.dispatcher().cancelAll();
    }

    /** Keeps OkHttp from what it does about some answers: it refuses a 407, and asks again after a 408 and some 503. */
    private static Response take(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.newBuilder()
                .code(response.code() >= 500 && response.code() <= 599 ? 500 : 200)
                .build();
    }

    private Reason look(Provider provider) {
        PhaseListener listener = new PhaseListener();
        try {
            Request request = new Request.Builder()
                    .url(provider.settings().baseUrl().toURL())
                    .header("Connection", "close")
                    .header("User-Agent", "CCProxy")
                    .build();
            Call call = client.newBuilder().eventListener(listener).build().newCall(request);
            try (Response response = call.execute()) {
                // Otherwise OkHttp reads the body for a while before it closes, to save the connection.
                call.cancel();
                return response.code() >= 500 ? Reason.SERVER_ERROR : Reason.OK;
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "Check of " + provider.name() + " failed", e);
            return reason(furthest(e), listener.phase());
        } catch (IllegalArgumentException e) {
            // So OkHttp ends some answers that are no HTTP, such as a negative Content-Length.
            LOG.log(Level.DEBUG, () -> "Check of " + provider.name() + " failed", e);
            return Reason.PROTOCOL_ERROR;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> "Check of " + provider.name() + " failed for a reason that should not exist", e);
            return Reason.CONNECTION_FAILED;
        }
    }

    /** Where a name has several addresses, OkHttp throws what the first one met; the one that got furthest tells most. */
    private static IOException furthest(IOException first) {
        List<IOException> all = Stream.concat(Stream.of(first), Arrays.stream(first.getSuppressed()))
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .toList();
        for (Class<? extends IOException> type : List.of(SSLException.class, ConnectException.class)) {
            for (IOException e : all) {
                if (type.isInstance(e)) {
                    return e;
                }
            }
        }
        return first;
    }

    private static Reason reason(IOException e, Phase phase) {
        if (e instanceof InterruptedIOException) {
            return phase.cutOff();
        }
        if (e instanceof UnknownHostException) {
            return Reason.DNS_FAILURE;
        }
        if (e instanceof SSLPeerUnverifiedException) {
            return Reason.TLS_HOSTNAME_MISMATCH;
        }
        if (hasCause(e, CertificateExpiredException.class)) {
            return Reason.TLS_EXPIRED;
        }
        if (hasCause(e, CertificateException.class) || hasCause(e, CertPathBuilderException.class)) {
            return Reason.TLS_UNTRUSTED;
        }
        if (e instanceof SSLException || phase == Phase.TLS) {
            return Reason.TLS_FAILURE;
        }
        if (e instanceof ConnectException) {
            return Reason.CONNECTION_REFUSED;
        }
        if (e instanceof ProtocolException || e instanceof MalformedURLException) {
            return Reason.PROTOCOL_ERROR;
        }
        return Reason.CONNECTION_FAILED;
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
