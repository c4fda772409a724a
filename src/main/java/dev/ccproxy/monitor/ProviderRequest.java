package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.Secret;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.upstream.CallSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The one GET of a check, and what its response means. */
final class ProviderRequest {

    private final Provider provider;
    private final Check check;
    private final OkHttpClient client;
    private final CertificateChain chain;
    private final CheckRecorder recorder;
    private volatile @Nullable Secret key;

    ProviderRequest(
            Provider provider, Check check, OkHttpClient client, CertificateChain chain, CheckRecorder recorder) {
        this.provider = provider;
        this.check = check;
        this.client = client;
        this.chain = chain;
        this.recorder = recorder;
    }

    /** Sends the request. The caller may close the sockets and cancel the call at any time. */
    CheckResult send(CallSockets sockets, Consumer<Call> started) throws IOException, InterruptedException {
        CheckMode mode = provider.settings().check();
        Secret secret = mode == CheckMode.MODELS ? check.keys().read(provider, null) : null;
        if (mode == CheckMode.MODELS && secret == null) {
            return CheckResult.unasked(provider, Reason.KEY_MISSING, null, check.now());
        }
        key = secret;
        Call call = client(sockets).newCall(request(secret));
        started.accept(call);
        try (Response response = call.execute()) {
            try {
                return result(response);
            } finally {
                // Otherwise OkHttp would read the rest of the body before it closes the connection.
                call.cancel();
            }
        }
    }

    private OkHttpClient client(CallSockets sockets) {
        Duration left = check.settings().timeout().minus(recorder.elapsed());
        return check.http()
                .towards(client, provider, sockets, left)
                .eventListener(recorder)
                .hostnameVerifier((host, session) -> {
                    recorder.handshake(session, chain);
                    return client.hostnameVerifier().verify(host, session);
                })
                .build();
    }

    /** A text without the key, which the provider may have echoed. */
    String masked(String text) {
        Secret sent = key;
        return sent == null ? text : text.replace(sent.reveal(), sent.toString());
    }

    private Request request(@Nullable Secret secret) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(provider.checkedUrl().toURL())
                .header("Connection", "close")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "CCProxy");
        if (secret != null) {
            provider.modelsHeaders(secret).forEach(request::header);
        }
        return request.build();
    }

    private CheckResult result(Response response) throws IOException {
        int status = Objects.requireNonNull(recorder.status());
        Diagnosis diagnosis = diagnosis(response, status);
        Duration end = check.now();
        return new CheckResult(
                provider,
                diagnosis.reason(),
                diagnosis.detail(),
                end,
                Phase.RESPONSE,
                recorder.latency(end),
                status,
                recorder.tls(),
                diagnosis.reason() == Reason.RATE_LIMITED ? retryAfter(response) : null);
    }

    private Diagnosis diagnosis(Response response, int status) throws IOException {
        Diagnosis ofProxy = provider.settings().proxy() == null
                ? null
                : ProxyDiagnosis.ofResponse(
                        status, response.headers(), response.request().isHttps());
        if (ofProxy != null) {
            return ofProxy;
        }
        CheckSettings settings = check.settings();
        CheckMode mode = provider.settings().check();
        Body body = mode == CheckMode.MODELS ? read(response, status) : Body.NONE;
        Tls tls = recorder.tls();
        return Diagnosis.worst(
                ResponseDiagnosis.of(mode, status, body),
                recorder.elapsed().compareTo(settings.slowAfter()) > 0 ? Diagnosis.of(Reason.SLOW) : null,
                tls != null && tls.expiringFrom().isBefore(Instant.now())
                        ? new Diagnosis(Reason.CERTIFICATE_EXPIRING, tls.expiry())
                        : null);
    }

    /** The body, if it is needed: the list of models in a 2xx, the error text of a 4xx. */
    private static Body read(Response response, int status) throws IOException {
        boolean refused = status >= 400 && status < 500;
        if (!refused && (status < 200 || status >= 300)) {
            return Body.NONE;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        boolean complete = true;
        try {
            response.body().byteStream().transferTo(content);
        } catch (IOException e) {
            // The status of a refusal counts, even if its text cannot be read.
            if (!refused && !Causes.exceedsLimit(e)) {
                throw e;
            }
            complete = false;
        }
        return Body.of(content.toByteArray(), complete, response.header("Content-Encoding", ""));
    }

    /** In seconds or as a date (RFC 9110, 10.2.3); null if it is neither. */
    private static @Nullable Duration retryAfter(Response response) {
        String value = response.header("Retry-After", "");
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Integer.parseInt(value));
        }
        Date date = response.headers().getDate("Retry-After");
        return date == null ? null : Duration.between(Instant.now(), date.toInstant());
    }
}
