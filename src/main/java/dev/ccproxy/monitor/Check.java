package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProxySettings;
import dev.ccproxy.config.Secret;
import dev.ccproxy.provider.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a provider over a new connection with one GET: of its list of models with its key, or of its base URL
 * without. No redirects, at most 64 KiB read, one deadline for all of it. The only socket of the application.
 */
final class Check {

    private static final Logger LOG = System.getLogger(Check.class.getName());
    private static final Duration EXPIRING = Duration.ofDays(14);

    private final CheckSettings settings;
    private final Supplier<Duration> clock;
    private final Supplier<OkHttpClient> base;
    private final TimeLimiter<List<InetAddress>> lookups;
    private final KeyReader keys;

    /** Made by the first check, so that the start of the application does not wait for it. */
    private @Nullable OkHttpClient client;

    /** With a client that says whom to trust and how names are looked up; it is made where it is first needed. */
    Check(CheckSettings settings, Supplier<Duration> clock, ThreadFactory threads, Supplier<OkHttpClient> base) {
        this.settings = settings;
        this.clock = clock;
        lookups = new TimeLimiter<>(threads);
        keys = new KeyReader(threads, settings.timeout().dividedBy(2));
        this.base = base;
    }

    private synchronized OkHttpClient client() {
        if (client == null) {
            client = base.get()
                    .newBuilder()
                    .connectTimeout(Duration.ZERO)
                    .readTimeout(Duration.ZERO)
                    .writeTimeout(Duration.ZERO)
                    .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                    .socketFactory(new LimitedSocket.Factory())
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .proxy(Proxy.NO_PROXY)
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .addNetworkInterceptor(Check::take)
                    .build();
        }
        return client;
    }

    /** Never throws, and is over at the deadline. */
    Outcome run(Provider provider) {
        OkHttpClient ready;
        try {
            ready = client();
        } catch (IllegalStateException e) {
            LOG.log(Level.ERROR, "No provider can be checked", e);
            return new Outcome(provider, Reason.TLS_FAILURE, clock.get(), Latency.NONE, null, null, null);
        }
        Trace trace = new Trace(clock, ready.hostnameVerifier());
        try {
            return look(provider, ready, trace);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "Check of " + provider.name() + " failed", e);
            boolean proxied = provider.settings().proxy() != null;
            Tls tls = trace.tls() != null ? trace.tls() : Diagnosis.rejectedCertificate(e);
            return outcome(provider, Diagnosis.ofFailure(e, trace.phase(), proxied), trace, tls, null);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // So OkHttp ends some answers that are no HTTP, such as a negative length or status.
            LOG.log(Level.DEBUG, () -> "Check of " + provider.name() + " failed", e);
            return outcome(provider, Reason.PROTOCOL_ERROR, trace, trace.tls(), null);
        } catch (Exception e) {
            // Kotlin declares none: OkHttp lets an InterruptedException through when the monitor stops.
            Level level = e instanceof InterruptedException ? Level.DEBUG : Level.ERROR;
            LOG.log(level, () -> "Check of " + provider.name() + " failed for a reason that should not exist", e);
            return outcome(provider, Reason.CONNECTION_FAILED, trace, trace.tls(), null);
        } finally {
            trace.forgetSession();
        }
    }

    /** Cuts off every check that is under way. */
    synchronized void cancelAll() {
        if (client != null) {
            client.dispatcher().cancelAll();
        }
    }

    private Outcome look(Provider provider, OkHttpClient ready, Trace trace) throws IOException, InterruptedException {
        CheckMode mode = provider.settings().check();
        Secret key = mode == CheckMode.MODELS ? keys.read(provider) : null;
        if (mode == CheckMode.MODELS && key == null) {
            return new Outcome(provider, Reason.KEY_MISSING, clock.get(), Latency.NONE, null, null, null);
        }
        ProxySettings proxy = provider.settings().proxy();
        Duration left = wholeMillis(settings.timeout().minus(trace.elapsed()));
        OkHttpClient.Builder way = ready.newBuilder()
                .callTimeout(left)
                .dns(new Lookup(ready.dns(), lookups, left))
                .eventListener(trace)
                .hostnameVerifier(trace);
        if (proxy != null) {
            ThroughProxy.configure(way, proxy);
        }
        Request request = request(provider, key);
        Call call = way.build().newCall(request);
        try (Response response = call.execute()) {
            try {
                int status = Objects.requireNonNull(trace.status());
                String refusal = mode == CheckMode.MODELS ? read(response, status) : "";
                Reason ofAnswer = Diagnosis.ofAnswer(mode, status, refusal, proxy != null && !request.isHttps());
                Tls tls = trace.tls();
                boolean slow = trace.elapsed().compareTo(settings.slowAfter()) > 0;
                Reason reason = Diagnosis.worst(ofAnswer, slow, tls != null && isExpiring(tls));
                return outcome(provider, reason, trace, tls, status == 429 ? retryAfter(response) : null);
            } finally {
                // Otherwise OkHttp reads the body for a while before it closes, to save the connection.
                call.cancel();
            }
        }
    }

    /** In whole milliseconds, as OkHttp counts, and never none, which is no limit to it. */
    private static Duration wholeMillis(Duration left) {
        return Duration.ofMillis(Math.max(1, left.plusNanos(999_999).toMillis()));
    }

    private static Request request(Provider provider, @Nullable Secret key) throws IOException {
        Request.Builder request = new Request.Builder()
                .header("Connection", "close")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "CCProxy");
        if (key == null) {
            request.url(provider.settings().baseUrl().toURL());
        } else {
            request.url(provider.modelsUrl().toURL());
            provider.keyHeaders(key).forEach(request::header);
        }
        return ThroughProxy.authorize(request.build(), provider.settings().proxy());
    }

    /** Keeps OkHttp from what it does about some answers: it refuses a 407, and asks again after a 408 and some 503. */
    private static Response take(Interceptor.Chain chain) throws IOException {
        return chain.proceed(chain.request()).newBuilder().code(200).build();
    }

    /** Reads what an answer is good for: the whole of a 2xx, as far as it is read, and the text, in lower case, of a 4xx. */
    private static String read(Response response, int status) throws IOException {
        boolean refused = status >= 400 && status < 500;
        if (!refused && (status < 200 || status >= 300)) {
            return "";
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            response.body().byteStream().transferTo(content);
        } catch (IOException e) {
            // A refusal is one, whatever becomes of its text.
            if (!refused && !Diagnosis.exceedsLimit(e)) {
                throw e;
            }
        }
        return refused ? content.toString(UTF_8).toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isExpiring(Tls tls) {
        return tls.notAfter().isBefore(Instant.now().plus(EXPIRING));
    }

    /** In seconds or as a date (RFC 9110, 10.2.3); null where it is neither. */
    private static @Nullable Duration retryAfter(Response response) {
        String value = response.header("Retry-After", "");
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Integer.parseInt(value));
        }
        Date date = response.headers().getDate("Retry-After");
        return date == null ? null : Duration.between(Instant.now(), date.toInstant());
    }

    private Outcome outcome(
            Provider provider, Reason reason, Trace trace, @Nullable Tls tls, @Nullable Duration retryAfter) {
        Duration end = clock.get();
        return new Outcome(provider, reason, end, trace.latency(end), trace.status(), tls, retryAfter);
    }
}
