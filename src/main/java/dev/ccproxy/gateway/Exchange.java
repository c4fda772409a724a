package dev.ccproxy.gateway;

import dev.ccproxy.auth.Client;
import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.limits.Permit;
import dev.ccproxy.limits.RequestSize;
import dev.ccproxy.limits.Reservation;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.InputEstimate;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.routing.Decision;
import dev.ccproxy.routing.Plan;
import dev.ccproxy.routing.RoutedRequest;
import dev.ccproxy.routing.Target;
import dev.ccproxy.usage.UsageRecord.Asked;
import dev.ccproxy.usage.UsageRecord.Operation;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client while it is under way: reads its body, finds its target, makes the attempt. Runs on a thread of
 * its own; any thread may cancel it, at any time.
 */
final class Exchange implements Runnable {

    private static final Logger LOG = System.getLogger(Exchange.class.getName());

    /** After so much silence the response begins with a ping, so that a long prompt is not sent once more. */
    private static final int SILENCES_BEFORE_BEGINNING = 3;

    static final String STOPPING = "The gateway is stopping";

    private final ClientRequest request;
    private final ClientResponse client;
    private final GatewayServices services;
    /** Of the fields that have defaults, those that count_tokens takes: providers refuse it any other. */
    private static final Set<String> COUNTED = Set.of("system", "thinking", "tool_choice", "tools");

    private final Permit permit;
    private final AtomicBoolean pinging = new AtomicBoolean();
    private volatile long readAt;
    private volatile boolean streamed;
    private volatile boolean lastTarget = true;
    private boolean charged;
    private String model = "";
    private @Nullable String session;
    private @Nullable String requestClass;
    private @Nullable Call call;
    private @Nullable Failure cancelled;

    Exchange(ClientRequest request, ClientResponse client, GatewayServices services, Permit permit) {
        this.request = request;
        this.client = client;
        this.services = services;
        this.permit = permit;
    }

    ClientRequest request() {
        return request;
    }

    /** The model as the client has named it; empty if it has named none. */
    String model() {
        return model;
    }

    /** What the client has said of the request, and where it goes. */
    Asked asked(String route, String losses) {
        return new Asked(model, session, requestClass, route, losses);
    }

    /** Whether the client wants a stream. */
    boolean streamed() {
        return streamed;
    }

    @Override
    public void run() {
        GoneClients.Watch watch = null;
        try (MemoryBudget.Share memory = services.memory().share()) {
            watch = services.goneClients().watch(request, () -> cancel(Failure.CLIENT_GONE));
            send(read(memory), memory);
        } catch (ErrorException e) {
            refuse(e);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "Request " + request.info().id() + ": its body did not come", e);
            refuse(new ErrorException(
                    ErrorType.INVALID_REQUEST, "The body of the request did not arrive whole and in time"));
        } catch (RuntimeException | Error e) {
            // Otherwise the server would end the response as if it were whole.
            LOG.log(Level.ERROR, () -> "Request " + request.info().id() + " failed", e);
            refuse(new ErrorException(ErrorType.API));
        } finally {
            // As soon as the response has gone out: the client may send the next request at once.
            permit.close();
            if (watch != null) {
                watch.close();
            }
        }
    }

    private MessageRequest read(MemoryBudget.Share memory) throws IOException {
        MessageRequest message = MessageRequest.read(
                services.bodies().read(request.body(), request.contentLength(), request.contentEncoding(), memory));
        client.keepConnection();
        client.startClock();
        readAt = System.nanoTime();
        model = Objects.requireNonNullElse(message.model(), "");
        streamed = message.streamed() && request.operation() == Operation.MESSAGES;
        permit.reserve(() -> InputEstimate.tokens(message.whole()));
        return message;
    }

    private void send(MessageRequest message, MemoryBudget.Share memory) {
        Planned planned = plan(message);
        MessageRequest completed = withParameters(message, planned.decision(), memory);
        Reservation reservation;
        try {
            reservation = reserve(completed, planned.decision());
        } catch (AttemptException e) {
            permit.settle(0);
            tell(e);
            return;
        }
        try {
            send(completed, planned, memory);
        } finally {
            if (reservation != null) {
                reservation.close();
            }
        }
    }

    /** Takes its part of the budgets; counting tokens is free. */
    private @Nullable Reservation reserve(MessageRequest message, Decision decision) throws AttemptException {
        if (request.operation() != Operation.MESSAGES || !services.budgets().hasAny(request.client())) {
            return null;
        }
        RequestSize size = new RequestSize(message.whole().length, message.inputEstimate(), message.maxTokens());
        return new BudgetGate(services.budgets(), this).pass(destinations(decision), size, client);
    }

    private static List<Budgets.Destination> destinations(Decision decision) {
        List<Budgets.Destination> destinations = new ArrayList<>();
        for (List<Target> targets : decision.targets()) {
            for (Target target : targets) {
                destinations.add(new Budgets.Destination(target.provider().name(), target.model()));
            }
        }
        return destinations;
    }

    private void send(MessageRequest message, Planned planned, MemoryBudget.Share memory) {
        Decision decision = planned.decision();
        LOG.log(Level.DEBUG, () -> "Request " + request.info().id() + " goes to " + decision.shown());
        Failover failover = new Failover(this, message, services, memory, client);
        try {
            failover.run(planned.plan(), decision);
        } catch (AttemptException e) {
            tell(e);
        } catch (ClientGoneException e) {
            LOG.log(Level.DEBUG, () -> "Request " + request.info().id() + ": the client has gone", e);
        } finally {
            charged = true;
            failover.charge().settle(permit);
        }
    }

    private record Planned(Decision decision, Plan plan) {}

    /** Apart, so that what routing knows of the body lets go of it before it is sent. */
    private Planned plan(MessageRequest message) {
        RoutedRequest routed = routed(message);
        session = routed.session();
        requestClass = routed.requestClass();
        Decision decision = allowed(services.routing().router().decide(routed));
        return new Planned(
                decision, services.routing().plan(routed, decision, request.operation() == Operation.COUNT_TOKENS));
    }

    private MessageRequest withParameters(MessageRequest message, Decision decision, MemoryBudget.Share memory) {
        Map<String, String> parameters = decision.parameters();
        if (request.operation() == Operation.COUNT_TOKENS) {
            parameters = new TreeMap<>(parameters);
            parameters.keySet().retainAll(COUNTED);
        }
        if (parameters.isEmpty()) {
            return message;
        }
        memory.take(message.whole().length);
        MessageRequest completed = message.with(parameters);
        if (completed != message) {
            message.release();
        }
        return completed;
    }

    /** Without the targets whose models the client may not use. */
    private Decision allowed(Decision decision) {
        Client asking = request.client();
        Limiter limiter = services.limiter();
        Decision allowed =
                decision.only(target -> limiter.allows(asking, target.provider().name(), target.model()));
        if (allowed.targets().isEmpty()) {
            Target first = decision.targets().get(0).get(0);
            throw limiter.notAllowed(asking, first.provider().name(), first.model());
        }
        if (request.operation() != Operation.MESSAGES) {
            return allowed;
        }
        Decision priced = allowed.only(target -> services.budgets()
                .allows(asking, new Budgets.Destination(target.provider().name(), target.model())));
        if (priced.targets().isEmpty()) {
            throw new ErrorException(
                    ErrorType.INVALID_REQUEST,
                    "The model " + allowed.targets().get(0).get(0).shown() + " has no price, and the budget of client "
                            + asking.name() + " or its team is in US dollars; choose another model, or have its price"
                            + " added (ccproxy.prices-file)",
                    "model_unpriced",
                    false);
        }
        return priced;
    }

    private RoutedRequest routed(MessageRequest message) {
        return RoutedRequest.of(
                request.client(),
                message,
                name -> request.headers().stream()
                        .filter(header -> header.name().equalsIgnoreCase(name))
                        .map(Header::value)
                        .findFirst()
                        .orElse(null));
    }

    private void tell(AttemptException failure) {
        ProviderError error = failure.error();
        if (error != null) {
            try {
                error.tell(client);
            } catch (AttemptException e) {
                tell(e);
            } catch (ClientGoneException e) {
                LOG.log(Level.DEBUG, () -> "Request " + request.info().id() + ": the client has gone", e);
            }
            return;
        }
        Failure what = failure.failure();
        String message = String.valueOf(failure.getMessage());
        if (what == Failure.CLIENT_GONE) {
            // In case it has not: what it gets must not look whole, nor be an empty 200.
            fail(new ErrorException(ErrorType.API, "The connection was taken for closed"));
        }
        if (what.error() != null && !message.isEmpty()) {
            fail(new ErrorException(what.error(), message, what.toString(), what.isWorthRetrying()));
        }
    }

    /** Ends without an attempt. */
    void refuse(ErrorException error) {
        if (!charged) {
            permit.settle(0);
        }
        services.refused(request, model, error);
        fail(error);
    }

    /** Ends with an error of ours. */
    private void fail(ErrorException error) {
        tell(() -> client.error(error));
    }

    private interface Telling {
        void run() throws ClientGoneException;
    }

    private void tell(Telling response) {
        try {
            response.run();
        } catch (ClientGoneException e) {
            LOG.log(Level.DEBUG, () -> "Request " + request.info().id() + ": the client has gone", e);
        }
    }

    /** Whether no other target is left: only then the response may begin before the provider's does. */
    void lastTarget(boolean last) {
        lastTarget = last;
    }

    /**
     * Waits.
     *
     * @throws AttemptException if the exchange is cancelled meanwhile
     */
    synchronized void pause(Duration time) throws AttemptException {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); left > 0 && cancelled == null; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancelled = cancelled == null ? Failure.STOPPED : cancelled;
        }
        if (cancelled != null) {
            throw new AttemptException(cancelled, cancelled == Failure.STOPPED ? STOPPING : "", null);
        }
    }

    /** The call to a provider that is made next; cancelled at once if this exchange is. */
    synchronized void calls(Call next) {
        call = next;
        if (cancelled != null) {
            next.cancel();
        }
    }

    /** Ends it as soon as possible. The first reason counts. */
    synchronized void cancel(Failure why) {
        if (cancelled == null) {
            cancelled = why;
            notifyAll();
        }
        if (call != null) {
            call.cancel();
        }
    }

    /** Why it was cancelled; null if it was not. */
    synchronized @Nullable Failure cancelled() {
        return cancelled;
    }

    /** Sends the client a ping on one of these threads, if it is a stream that has been silent for so long. */
    void pingAfter(Duration silence, Executor threads) {
        long nanos = silence.toNanos();
        boolean beginning = lastTarget && System.nanoTime() - readAt >= SILENCES_BEFORE_BEGINNING * nanos;
        if (!streamed || !client.isSilent(nanos) || !(beginning || client.begun())) {
            return;
        }
        try {
            // A client that reads nothing holds the thread that writes: one is enough.
            if (pinging.compareAndSet(false, true)) {
                threads.execute(() -> ping(nanos, beginning));
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            pinging.set(false);
            LOG.log(Level.DEBUG, "No thread for a ping", e);
        }
    }

    private void ping(long silentNanos, boolean beginning) {
        try {
            client.ping(silentNanos, beginning);
        } catch (ClientGoneException e) {
            cancel(Failure.CLIENT_GONE);
        } finally {
            pinging.set(false);
        }
    }
}
