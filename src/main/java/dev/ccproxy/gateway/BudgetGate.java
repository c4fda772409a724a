package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.limits.BudgetDecision;
import dev.ccproxy.limits.BudgetDecision.Verdict;
import dev.ccproxy.limits.BudgetStatus;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.RequestSize;
import dev.ccproxy.limits.Reservation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through for which the budgets of its client and its team have room, and tells the client how far they are
 * used, by the headers that Claude Code shows to its user (the company gateway's protocol, "spend limits").
 */
final class BudgetGate {

    /** Of budgets that are nearly spent, the last part may be on its way from another node. Until then, a database is known to be away. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private static final long BUSY_SECONDS = 5;
    private static final long UNKNOWN_SECONDS = 30;

    private static final String PREFIX = "anthropic-ratelimit-unified-";
    private static final List<BigDecimal> THRESHOLDS = List.of(new BigDecimal("0.95"), new BigDecimal("0.75"));
    private static final BigDecimal MAX_SHOWN = new BigDecimal("0.99");

    private final Budgets budgets;
    private final Exchange exchange;

    BudgetGate(Budgets budgets, Exchange exchange) {
        this.budgets = budgets;
        this.exchange = exchange;
    }

    /**
     * Waits for room, for a short time.
     *
     * @param response gets the headers
     * @return to be closed when what the request has used is charged
     * @throws ErrorException 429 {@code billing_error} if a budget is spent, 429 {@code rate_limit_error} if what is left of
     *     one is promised to others, 503 if nobody can tell
     * @throws AttemptException if the exchange is cancelled meanwhile
     */
    Reservation pass(List<Budgets.Destination> destinations, RequestSize size, ClientResponse response)
            throws AttemptException {
        long begun = System.nanoTime();
        BudgetDecision decision = budgets.reserve(exchange.request().client(), destinations, size);
        while (decision.verdict() == Verdict.WAIT && System.nanoTime() - begun < MAX_WAIT.toNanos()) {
            exchange.pause(LOOK_EVERY);
            decision = budgets.reserve(exchange.request().client(), destinations, size);
        }
        BudgetStatus status = decision.status();
        Reservation reservation = decision.reservation();
        if (reservation != null) {
            for (Header header : allowed(status)) {
                response.also(header);
            }
            return reservation;
        }
        BudgetStatus refusing = Objects.requireNonNull(status);
        refused(decision.verdict(), refusing).forEach(response::also);
        throw error(decision.verdict(), refusing);
    }

    private static ErrorException error(Verdict verdict, BudgetStatus status) {
        String code = status.window().kind() + "_budget_";
        if (verdict == Verdict.SPENT) {
            return new ErrorException(
                    ErrorType.BUDGET, spent(status), secondsTo(status.resetsAt()), code + "spent", false);
        }
        return verdict == Verdict.UNKNOWN
                ? new ErrorException(
                        ErrorType.SERVICE,
                        "It cannot be told whether " + status.window() + " has room for this request, because the"
                                + " gateway's database is away; try again in " + UNKNOWN_SECONDS + " s",
                        UNKNOWN_SECONDS,
                        code + "unknown")
                : new ErrorException(
                        ErrorType.RATE_LIMIT,
                        "What is left of " + status.window() + " is promised to requests that are under way; try again"
                                + " in " + BUSY_SECONDS + " s",
                        BUSY_SECONDS,
                        code + "busy");
    }

    private static String spent(BudgetStatus status) {
        BigDecimal left = status.left();
        return "Of " + status.window() + ", " + plain(status.max()) + " " + unit(status) + ", "
                + (left.signum() == 0 ? "nothing" : plain(left) + " " + unit(status))
                + " is left, which is too little for this request; the next one begins at " + status.resetsAt()
                + ". Whoever runs this gateway can raise it";
    }

    private static String unit(BudgetStatus status) {
        return switch (status.window().unit()) {
            case USD -> "USD";
            case TOKENS -> "tokens";
        };
    }

    private static String plain(BigDecimal amount) {
        BigDecimal rounded = amount.setScale(Math.min(amount.scale(), 2), RoundingMode.DOWN);
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    private static long secondsTo(Instant instant) {
        return Math.max(1, Duration.between(Instant.now(), instant).toSeconds());
    }

    private static Header header(String name, String value) {
        return new Header(PREFIX + name, value);
    }

    private static List<Header> allowed(@Nullable BudgetStatus status) {
        if (status == null) {
            return List.of();
        }
        BigDecimal used = status.utilization().setScale(2, RoundingMode.DOWN).min(MAX_SHOWN);
        BigDecimal surpassed = surpassed(used);
        String state = surpassed == null ? "allowed" : "allowed_warning";
        String reset = Long.toString(status.resetsAt().getEpochSecond());
        List<Header> headers = new ArrayList<>(List.of(
                header("status", state),
                header("representative-claim", "overage"),
                header("overage-status", state),
                header("overage-utilization", used.toPlainString()),
                header("reset", reset),
                header("overage-reset", reset)));
        if (surpassed != null) {
            headers.add(header("overage-surpassed-threshold", surpassed.toPlainString()));
        }
        return headers;
    }

    private static @Nullable BigDecimal surpassed(BigDecimal used) {
        for (BigDecimal threshold : THRESHOLDS) {
            if (used.compareTo(threshold) >= 0) {
                return threshold;
            }
        }
        return null;
    }

    private static List<Header> refused(Verdict verdict, BudgetStatus status) {
        if (verdict == Verdict.WAIT) {
            return List.of();
        }
        String reset = Long.toString(status.resetsAt().getEpochSecond());
        List<Header> headers = new ArrayList<>(List.of(
                header("status", "rejected"),
                header("overage-disabled-reason", verdict == Verdict.SPENT ? "org_spend_cap_reached" : "fetch_error")));
        if (verdict == Verdict.SPENT) {
            headers.addAll(List.of(
                    header("overage-utilization", "1"),
                    header("overage-period", status.window().period().frequency()),
                    header("reset", reset),
                    header("overage-reset", reset)));
        }
        if (status.window().isOfTeam()) {
            headers.add(header("overage-scope", "group_pool"));
        }
        return headers;
    }
}
