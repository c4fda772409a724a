package dev.ccproxy.limits;

import dev.ccproxy.config.Limits;
import org.jspecify.annotations.Nullable;

/** What one request takes of one account. One thread at a time. */
final class Claim {

    private final Account account;
    private final long begun;

    /** Of its tokens that count in the window, the slot of the first ones. */
    private long slot;

    private long counted;
    private long open;

    Claim(Account account, long begun) {
        this.account = account;
        this.begun = begun;
    }

    Holder holder() {
        return account.holder();
    }

    /** Why so many tokens are refused; null if they are not. */
    @Nullable
    Refusal refusesTokens(Limits limits, long now, long estimate) {
        Integer limit = limits.tokensPerMinute();
        return limit == null ? null : account.refusesTokens(now, reserved(estimate, limit), limit);
    }

    void reserve(Limits limits, long now, long estimate) {
        Integer limit = limits.tokensPerMinute();
        if (limit != null) {
            counted = reserved(estimate, limit);
            slot = account.tokens().add(now, counted);
            open(counted);
        }
    }

    /**
     * Half of the limit at most, so that a request that alone is larger can be sent at all. What it uses beyond that is
     * counted when it has ended.
     */
    private static long reserved(long estimate, int limit) {
        return Math.max(1, Math.min(estimate, limit / 2));
    }

    /** Counts what was used in the place of what was reserved: less at once, what is more from now on. */
    void settle(Limits limits, long now, long used) {
        if (limits.tokensPerMinute() == null && counted == 0) {
            return;
        }
        open(0);
        if (used < counted) {
            account.tokens().remove(now, slot, counted - used);
        } else {
            long unused = account.tokens().add(now, used - counted);
        }
        counted = used;
    }

    void takeBackRequest() {
        account.takeBack(begun);
    }

    void end() {
        open(0);
        account.end();
    }

    private void open(long tokens) {
        account.tokens().open(tokens - open);
        open = tokens;
    }
}
