package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Failure.Resend;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.routing.Candidate;
import dev.ccproxy.routing.Decision;
import dev.ccproxy.routing.Plan;
import dev.ccproxy.routing.Rests.Use;
import dev.ccproxy.routing.Target;
import dev.ccproxy.usage.UsageRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends one request to its targets, one after the other, until the client gets something. */
final class Failover {

    private static final Logger LOG = System.getLogger(Failover.class.getName());

    /** Of several failures the client gets the one that tells it most: when to come back, or at least to do so. */
    private static final List<Failure> MOST_USEFUL = List.of(
            Failure.RATE_LIMITED,
            Failure.OVERLOADED,
            Failure.SERVER_ERROR,
            Failure.RESPONSE_TIMEOUT,
            Failure.IDLE_TIMEOUT,
            Failure.CUT_SHORT,
            Failure.INVALID_RESPONSE,
            Failure.CONNECT_TIMEOUT,
            Failure.CONNECT_FAILED,
            Failure.QUOTA_EXCEEDED,
            Failure.KEY_REJECTED);

    private final Exchange exchange;
    private final MessageRequest message;
    private final GatewayServices services;
    private final MemoryBudget.Share memory;
    private final ClientResponse client;

    private final Charge charge = new Charge();
    private String route = "";

    /** The most useful failure so far, and what became of its attempt. */
    private @Nullable AttemptException failure;

    private @Nullable UsageRecord failedRecord;

    private @Nullable Sent failedSent;

    /** Why a target could not get the request in its format; the client can act on it. */
    private @Nullable ErrorException refusal;

    private @Nullable Sent refusedSent;

    /**
     * What the client is told of where its request went.
     *
     * @param losses what the target did not get of the request; empty for nothing
     */
    private record Sent(Target target, String losses) {}

    /** Whether a provider may have received the request and done its work, although nothing of it has come. */
    private boolean received;

    Failover(
            Exchange exchange,
            MessageRequest message,
            GatewayServices services,
            MemoryBudget.Share memory,
            ClientResponse client) {
        this.exchange = exchange;
        this.message = message;
        this.services = services;
        this.memory = memory;
        this.client = client;
    }

    /**
     * Sends it.
     *
     * @throws AttemptException if the client has yet to be told of a failure
     * @throws ErrorException 400 for what no target can get
     */
    void run(Plan plan, Decision decision) throws AttemptException, ClientGoneException {
        route = decision.route();
        client.replace(new Header("x-ccproxy-route", decision.route().isEmpty() ? "none" : decision.route()));
        boolean goesOn = true;
        while (goesOn) {
            Plan.Step step = plan.next();
            if (step instanceof Plan.Send send) {
                goesOn = send(plan, send.use());
            } else if (step instanceof Plan.Wait wait) {
                exchange.pause(wait.pause());
            } else {
                goesOn = false;
            }
        }
        // A target that could have taken it may be well again in a moment; without this gateway's key or money, none
        // is.
        if (refusal != null
                && !client.begun()
                && (failure == null || failure.failure().error() != null)) {
            tell(Objects.requireNonNull(refusedSent));
            throw refusal;
        }
        if (failure != null) {
            tell(Objects.requireNonNull(failedSent));
            services.failed(Objects.requireNonNull(failedRecord));
            throw failure;
        }
    }

    /** What the attempts so far count. */
    Charge charge() {
        return charge;
    }

    /** Whether another target is to be tried. */
    private boolean send(Plan plan, Use use) throws ClientGoneException {
        Candidate candidate = use.candidate();
        boolean another = plan.hasAnother(candidate);
        boolean kept = plan.hasAnyOther(candidate);
        long before = memory.taken();
        tell(new Sent(candidate.target(), ""));
        Outgoing outgoing;
        try {
            outgoing = ProviderRequest.of(exchange.request(), message, candidate.target(), services, memory, !kept);
        } catch (ErrorException e) {
            use.unknown();
            memory.giveBack(memory.taken() - before);
            if (refusal == null) {
                refusal = e;
                refusedSent = new Sent(candidate.target(), "");
            }
            plan.failed(candidate, Failure.REFUSED);
            return kept;
        } catch (RuntimeException | Error e) {
            use.unknown();
            throw e;
        }
        String losses = outgoing.losses();
        tell(new Sent(candidate.target(), losses));
        if (outgoing instanceof Outgoing.EstimatedInput estimated) {
            use.unknown();
            estimated.tell(client);
            return false;
        }
        if (!losses.isEmpty()) {
            LOG.log(
                    Level.DEBUG,
                    () -> "Request " + exchange.request().info().id() + " is for the provider "
                            + candidate.target().provider().name() + " without: " + losses);
        }
        AttemptException failed = attempt(use, (ProviderRequest) outgoing, another, kept);
        if (failed == null) {
            failure = null;
            refusal = null;
            return false;
        }
        return kept && goesOn(plan, candidate, failed, before);
    }

    private boolean goesOn(Plan plan, Candidate candidate, AttemptException failed, long before) {
        Resend resend = failed.failure().resend();
        if (client.begun() || resend == Resend.NEVER || (resend == Resend.ONCE && received)) {
            return false;
        }
        received |= resend == Resend.ONCE;
        memory.giveBack(memory.taken() - before);
        plan.failed(candidate, failed.failure());
        LOG.log(
                Level.DEBUG,
                () -> "Request " + exchange.request().info().id() + " goes on to another target: "
                        + candidate.target().shown() + " had " + failed.failure()
                        + (resend == Resend.ONCE ? ", and may have done the work all the same" : ""));
        return true;
    }

    /** Null if the client has got a whole response. */
    private @Nullable AttemptException attempt(Use use, ProviderRequest sent, boolean another, boolean kept) {
        exchange.lastTarget(!another);
        Attempt attempt = new Attempt(
                exchange, use, sent, services, exchange.asked(route, sent.losses()), message, received, another, kept);
        AttemptException failed = null;
        UsageRecord record;
        try {
            attempt.run(memory, client);
        } catch (AttemptException e) {
            failed = e;
        } finally {
            record = attempt.record(client);
            charge.add(record);
            services.ended(use.candidate().target().provider(), record, failed);
        }
        // Once its response has begun, the client is told how that ends, and maybe has been by the provider.
        if (failed != null && (failure == null || client.begun() || isMoreUseful(failed, failure))) {
            failure = failed;
            failedRecord = record;
            failedSent = new Sent(use.candidate().target(), sent.losses());
        }
        return failed;
    }

    /** One that ends everything counts, and of the others the one that comes first in the list. */
    private static boolean isMoreUseful(AttemptException later, AttemptException earlier) {
        return MOST_USEFUL.indexOf(later.failure()) < MOST_USEFUL.indexOf(earlier.failure());
    }

    private void tell(Sent sent) {
        client.replace(new Header("x-ccproxy-provider", sent.target().provider().name()));
        client.replace(new Header("x-ccproxy-model", sent.target().shownModel()));
        client.replace(new Header("x-ccproxy-loss", sent.losses()));
    }
}
