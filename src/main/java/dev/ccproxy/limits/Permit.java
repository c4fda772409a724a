package dev.ccproxy.limits;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.Usage;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** That one request may be under way, as long as it is: until it is closed, it counts against its client's limits. */
public final class Permit implements AutoCloseable {

    /** Of a request that no limit counts. */
    public static final Permit FREE = new Permit(new Limiter(() -> 0), List.of());

    /** More tokens than any request can have: providers may tell any number. */
    private static final long MAX_TOKENS = 1_000_000_000_000L;

    private final Limiter limiter;
    private final List<Claim> claims;
    private long used;
    private boolean closed;

    Permit(Limiter limiter, List<Claim> claims) {
        this.limiter = limiter;
        this.claims = claims;
    }

    /**
     * Reserves the tokens that the request will probably use, of each limit half at most. They count as used for 60 s unless
     * {@link #settle} says otherwise.
     *
     * @param estimate of the input; asked for only where a limit counts tokens
     * @throws ErrorException 429 {@code rate_limit_error} if there is no room for them; the request then counts no longer as
     *     one of the last minute
     */
    public void reserve(LongSupplier estimate) {
        if (!limiter.countTokens(claims)) {
            return;
        }
        long tokens = bounded(estimate.getAsLong());
        synchronized (limiter) {
            long now = limiter.now();
            Refusal refusal = refusal(now, tokens);
            if (refusal != null) {
                claims.forEach(Claim::takeBackRequest);
                throw refusal.exception();
            }
            claims.forEach(claim -> claim.reserve(limiter.limits(claim.holder()), now, tokens));
        }
    }

    private @Nullable Refusal refusal(long now, long tokens) {
        Refusal refusal = null;
        for (Claim claim : claims) {
            refusal = Refusal.longer(refusal, claim.refusesTokens(limiter.limits(claim.holder()), now, tokens));
        }
        return refusal;
    }

    /**
     * Counts what the request has really used in the place of what was reserved. Of a request that was sent several times,
     * each time is told, and counts.
     *
     * @param tokens 0 if nothing was used
     */
    public void settle(long tokens) {
        synchronized (limiter) {
            used = bounded(used + bounded(tokens));
            long now = limiter.now();
            claims.forEach(claim -> claim.settle(limiter.limits(claim.holder()), now, used));
        }
    }

    /** What of a message's tokens counts: those of the input but for what was read from a cache, and the output. */
    public static long counted(Usage usage) {
        return number(usage.inputTokens()) + number(usage.cacheCreationInputTokens()) + number(usage.outputTokens());
    }

    private static long number(@Nullable Long tokens) {
        return tokens == null ? 0 : bounded(tokens);
    }

    private static long bounded(long tokens) {
        return Math.max(0, Math.min(tokens, MAX_TOKENS));
    }

    /** The request is no longer under way. */
    @Override
    public void close() {
        synchronized (limiter) {
            if (!closed) {
                closed = true;
                claims.forEach(Claim::end);
            }
        }
    }
}
