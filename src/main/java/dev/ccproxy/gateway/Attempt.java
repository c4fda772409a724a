package dev.ccproxy.gateway;

import dev.ccproxy.config.Secret;
import dev.ccproxy.gateway.AttemptDiagnosis.Phase;
import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.MessageProgress;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Target;
import dev.ccproxy.upstream.KeptConnections;
import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.UsageRecord;
import dev.ccproxy.usage.UsageRecord.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request to one target: sends it, has the response passed on to the client, and keeps what became of it. */
final class Attempt extends EventListener {

    private final Exchange exchange;
    private final Target target;
    private final List<Header> headers;
    private final GatewayServices services;
    private final Instant startedAt = Instant.now();
    private final long start = System.nanoTime();
    private final MessageProgress progress = new MessageProgress();
    private volatile Phase phase = Phase.CONNECTING;
    private volatile @Nullable Connection connection;
    private @Nullable Failure failure = Failure.LOCAL;
    private @Nullable Secret sentKey;
    private @Nullable Integer status;
    private @Nullable Duration timeToFirstByte;
    private @Nullable String providerRequestId;

    /** With the client's headers that the provider gets. */
    Attempt(Exchange exchange, Target target, List<Header> headers, GatewayServices services) {
        this.exchange = exchange;
        this.target = target;
        this.headers = headers;
        this.services = services;
    }

    /**
     * Makes the attempt.
     *
     * @param memory what the request holds; given back as soon as the body is sent
     * @throws AttemptException if the client has not got the whole of a response of the provider's
     */
    void run(MessageRequest message, MemoryBudget.Share memory, ClientResponse client) throws AttemptException {
        try {
            send(message, memory, client);
            failure = null;
        } catch (AttemptException e) {
            failure = e.failure();
            throw e;
        }
    }

    private void send(MessageRequest message, MemoryBudget.Share memory, ClientResponse client)
            throws AttemptException {
        try {
            Call call =
                    services.connections().call(target.provider(), request(new ProviderBody(message, target.model())));
            exchange.calls(call);
            try (Response response = call.execute()) {
                head(response);
                message.release();
                memory.close();
                new Relay(new ProviderResponse(target.provider(), response), progress, memory, client).run();
            }
        } catch (ClientGoneException e) {
            throw new AttemptException(Failure.CLIENT_GONE, "", e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw failed(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AttemptException(Failure.LOCAL, "The gateway has no usable trust store at the moment", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttemptException(Failure.STOPPED, "The gateway is stopping", e);
        } catch (RejectedExecutionException e) {
            throw new AttemptException(Failure.STOPPED, "The gateway is stopping", e);
        } catch (OutOfMemoryError | LinkageError e) {
            services.connections().renew();
            throw new AttemptException(Failure.LOCAL, "The gateway is out of memory or threads", e);
        }
    }

    private Request request(ProviderBody body) throws InterruptedException {
        Provider provider = target.provider();
        Request.Builder request = new Request.Builder()
                .url(url(provider))
                .post(body)
                .tag(EventListener.class, this)
                // Neither an error event nor a number of tokens can be read from what is compressed.
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "CCProxy");
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("User-Agent")) {
                request.header(header.name(), header.value());
            } else {
                request.addHeader(header.name(), header.value());
            }
        }
        Secret key = services.keys().read(provider);
        sentKey = key;
        if (key != null) {
            request.header(provider.keyHeader(), provider.keyHeaderValue(key));
        }
        return request.build();
    }

    private HttpUrl url(Provider provider) {
        HttpUrl.Builder url = services.messagesUrl(provider).newBuilder();
        if (exchange.request().operation() == Operation.COUNT_TOKENS) {
            url.addPathSegment("count_tokens");
        }
        return url.encodedQuery(exchange.request().query()).build();
    }

    private void head(Response response) {
        KeptConnections.limitSilence(response, services.settings().idleTimeout());
        phase = Phase.RECEIVING;
        status = response.code();
        timeToFirstByte = elapsed();
        takeQuotas(response);
        providerRequestId = response.header("request-id");
    }

    private void takeQuotas(Response response) {
        Map<String, String> told = new HashMap<>();
        response.headers().forEach(header -> {
            String name = header.getFirst().toLowerCase(Locale.ROOT);
            if (name.startsWith(Quotas.HEADER)) {
                told.put(name, header.getSecond());
            }
        });
        if (!told.isEmpty() && sentKey != null) {
            services.quotas().add(new Quotas.Holder(target.provider().name(), sentKey.label()), told);
        }
    }

    private AttemptException failed(Exception thrown) {
        Failure cancelled = exchange.cancelled();
        if (cancelled != null) {
            return new AttemptException(
                    cancelled, cancelled == Failure.STOPPED ? "The gateway is stopping" : "", thrown);
        }
        return AttemptDiagnosis.of(thrown, phase, target.provider());
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        this.connection = connection;
        phase = Phase.SENDING;
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        KeptConnections.headHasCome(Objects.requireNonNull(connection));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** What became of it so far. */
    UsageRecord record(ClientResponse client) {
        return new UsageRecord(
                startedAt,
                exchange.request().client(),
                exchange.request().info().id(),
                exchange.request().operation(),
                target.provider().name(),
                target.model(),
                failure,
                status,
                progress.usage(),
                timeToFirstByte,
                elapsed(),
                client.bytes(),
                providerRequestId);
    }
}
