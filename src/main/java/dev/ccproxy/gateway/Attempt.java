package dev.ccproxy.gateway;

import dev.ccproxy.config.Secret;
import dev.ccproxy.gateway.AttemptDiagnosis.Phase;
import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.MessageProgress;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Rests.Use;
import dev.ccproxy.routing.Target;
import dev.ccproxy.upstream.KeptConnections;
import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.UsageRecord;
import dev.ccproxy.usage.UsageRecord.Asked;
import dev.ccproxy.usage.UsageRecord.Estimate;
import dev.ccproxy.usage.UsageRecord.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** One request to one target: sends it, has the response passed on to the client, and keeps what became of it. */
final class Attempt extends EventListener {

    /** With these, a provider says that it has not done the work. */
    private static final Set<Failure> NOT_DONE = Set.of(
            Failure.KEY_REJECTED,
            Failure.QUOTA_EXCEEDED,
            Failure.RATE_LIMITED,
            Failure.OVERLOADED,
            Failure.SERVER_ERROR,
            Failure.REFUSED);

    private final Exchange exchange;
    private final Use use;
    private final Target target;
    private final ProviderRequest request;
    private final GatewayServices services;
    private final Asked asked;
    private final MessageRequest message;
    private final boolean again;
    private final boolean another;
    private final boolean kept;
    private final Instant startedAt = Instant.now();
    private final long start = System.nanoTime();
    private Supplier<Usage> usage = () -> Usage.UNKNOWN;
    private LongSupplier untoldOutput = () -> 0;
    private volatile Phase phase = Phase.CONNECTING;
    private volatile @Nullable Connection connection;
    private boolean streaming;
    private @Nullable Failure failure = Failure.LOCAL;
    private @Nullable Secret sentKey;
    private @Nullable Integer status;
    private @Nullable Duration timeToFirstByte;
    private @Nullable String providerRequestId;

    /**
     * An attempt.
     *
     * @param asked what the client said of the request, and where it was to go
     * @param message what the client asks
     * @param again whether another provider may have received the same request
     * @param another whether another target is ready, so that this one may not be waited for too long
     * @param kept whether another target may get the request, so that nothing of it may be let go of before a response begins
     */
    Attempt(
            Exchange exchange,
            Use use,
            ProviderRequest request,
            GatewayServices services,
            Asked asked,
            MessageRequest message,
            boolean again,
            boolean another,
            boolean kept) {
        this.exchange = exchange;
        this.use = use;
        target = use.candidate().target();
        this.request = request;
        this.services = services;
        this.asked = asked;
        this.message = message;
        this.again = again;
        this.another = another;
        this.kept = kept;
    }

    /**
     * Makes the attempt.
     *
     * @param memory what the request holds; given back as soon as the body is sent
     * @throws AttemptException if the client has not got the whole of a response of the provider's
     */
    void run(MemoryBudget.Share memory, ClientResponse client) throws AttemptException {
        boolean known = false;
        try {
            send(memory, client);
            failure = null;
            known = true;
            use.succeeded();
        } catch (AttemptException e) {
            failure = e.failure();
            known = true;
            rest(e);
            throw e;
        } finally {
            if (!known) {
                use.unknown();
            }
            if (streaming) {
                services.activity().streamEnds(target.provider().name());
            }
        }
    }

    private void rest(AttemptException failed) {
        if (failed.failure() == Failure.REFUSED) {
            use.succeeded();
            return;
        }
        ProviderError error = failed.error();
        use.failed(failed.failure(), error == null ? null : error.retryAfter());
    }

    private void send(MemoryBudget.Share memory, ClientResponse client) throws AttemptException {
        try {
            Duration failoverAfter = services.settings().failoverAfter();
            boolean limited = another && exchange.streamed();
            Call call = limited
                    ? services.connections().call(target.provider(), request(), failoverAfter)
                    : services.connections().call(target.provider(), request());
            exchange.calls(call);
            try (Response response = call.execute()) {
                head(response);
                long ofRequest = memory.taken();
                Timeout timeout = response.body().source().timeout();
                if (!kept) {
                    memory.close();
                }
                if (limited) {
                    timeout.deadline(Math.max(1, failoverAfter.minus(elapsed()).toMillis()), TimeUnit.MILLISECONDS);
                }
                client.whenStreamBegins(() -> {
                    streaming = true;
                    services.activity().streamBegins(target.provider().name());
                    timeout.clearDeadline();
                    use.succeeded();
                    if (kept) {
                        memory.giveBack(ofRequest);
                        message.release();
                    }
                });
                relay(new ProviderResponse(target.provider(), response), memory, client);
            }
        } catch (ClientGoneException e) {
            throw new AttemptException(Failure.CLIENT_GONE, "", e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw failed(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AttemptException(Failure.LOCAL, "The gateway has no usable trust store at the moment", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttemptException(Failure.STOPPED, Exchange.STOPPING, e);
        } catch (RejectedExecutionException e) {
            throw new AttemptException(Failure.STOPPED, Exchange.STOPPING, e);
        } catch (OutOfMemoryError | LinkageError e) {
            services.connections().renew();
            throw new AttemptException(Failure.LOCAL, "The gateway is out of memory or threads", e);
        }
    }

    private void relay(ProviderResponse response, MemoryBudget.Share memory, ClientResponse client)
            throws AttemptException, IOException {
        if (request.translation() == null) {
            MessageProgress progress = new MessageProgress();
            usage = progress::usage;
            untoldOutput = progress::untoldOutputTokens;
            new Relay(response, progress, memory, client).run();
        } else {
            TranslatedRelay relay = new TranslatedRelay(response, request.translation(), exchange, memory, client);
            usage = relay::usage;
            untoldOutput = relay::untoldOutputTokens;
            relay.run();
        }
    }

    private Request request() throws InterruptedException {
        Provider provider = target.provider();
        Request.Builder sent = new Request.Builder()
                .url(request.url())
                .post(request.body())
                .tag(EventListener.class, this)
                // Neither an error event nor a number of tokens can be read from what is compressed.
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "CCProxy");
        for (Header header : request.headers()) {
            if (header.name().equalsIgnoreCase("User-Agent")) {
                sent.header(header.name(), header.value());
            } else {
                sent.addHeader(header.name(), header.value());
            }
        }
        Secret key = services.keys().read(provider, use.candidate().key());
        sentKey = key;
        if (key != null) {
            sent.header(provider.keyHeader(), provider.keyHeaderValue(key));
        }
        return sent.build();
    }

    private void head(Response response) {
        KeptConnections.limitSilence(response, services.settings().idleTimeout());
        phase = Phase.RECEIVING;
        status = response.code();
        timeToFirstByte = elapsed();
        takeQuotas(response);
        String id = response.header("request-id");
        providerRequestId = id == null ? response.header("x-request-id") : id;
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
            return new AttemptException(cancelled, cancelled == Failure.STOPPED ? Exchange.STOPPING : "", thrown);
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

    /** What the provider may have counted and has not told. */
    private Estimate estimate() {
        boolean unused = phase == Phase.CONNECTING
                || (status != null && status >= 400)
                || (failure != null && NOT_DONE.contains(failure) && usage.get().equals(Usage.UNKNOWN));
        if (unused || exchange.request().operation() != Operation.MESSAGES) {
            return Estimate.NONE;
        }
        return new Estimate(usage.get().inputTokens() == null ? message.inputEstimate() : 0, untoldOutput.getAsLong());
    }

    /** What became of it so far. */
    UsageRecord record(ClientResponse client) {
        return new UsageRecord(
                startedAt,
                exchange.request().client(),
                exchange.request().info().id(),
                exchange.request().operation(),
                asked,
                target.provider().name(),
                target.model(),
                again,
                failure,
                status,
                usage.get(),
                estimate(),
                timeToFirstByte,
                elapsed(),
                client.bytes(),
                providerRequestId);
    }
}
