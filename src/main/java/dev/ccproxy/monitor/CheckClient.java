package dev.ccproxy.monitor;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** The HTTP client of all checks: no connection is kept, and no time limits, because each check has one deadline for all. */
final class CheckClient {

    /** OkHttp's content length of a body without one. */
    private static final long UNKNOWN_LENGTH = -1;

    private CheckClient() {}

    /** From a client that has the trust and the name lookup. */
    static OkHttpClient of(OkHttpClient base) {
        return base.newBuilder()
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .addNetworkInterceptor(CheckClient::hideStatus)
                .addNetworkInterceptor(CheckClient::refuseNegativeLength)
                .build();
    }

    /**
     * Shows OkHttp a 200 whatever the status is, which {@link CheckRecorder} has. OkHttp would act on two of them by itself:
     * it throws an exception for a 407 that no proxy has sent, and sends the request again after a 503 with
     * {@code Retry-After: 0} (RetryAndFollowUpInterceptor of 5.5.1).
     */
    private static Response hideStatus(Interceptor.Chain chain) throws IOException {
        return chain.proceed(chain.request()).newBuilder().code(200).build();
    }

    /** OkHttp would lose the connection of such a body, and never close it. */
    private static Response refuseNegativeLength(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.body().contentLength() < UNKNOWN_LENGTH) {
            throw new ProtocolException("a length below zero");
        }
        return response;
    }
}
