package dev.ccproxy.limits;

import dev.ccproxy.config.Limits;
import org.jspecify.annotations.Nullable;

/** What a client or a team has used, as far as it counts against limits. One thread at a time. */
final class Account {

    /** Nobody knows when a request ends: soon enough for a client that comes back ten times, and not too often. */
    private static final long UNTIL_ONE_ENDS = 5_000_000_000L;

    private final Holder holder;
    private final RequestWindow requests = new RequestWindow();
    private final TokenWindow tokens = new TokenWindow();
    private int underWay;

    Account(Holder holder) {
        this.holder = holder;
    }

    Holder holder() {
        return holder;
    }

    TokenWindow tokens() {
        return tokens;
    }

    long requests(long now) {
        return requests.size(now);
    }

    int underWay() {
        return underWay;
    }

    /** Whether there is nothing to remember. */
    boolean isIdle(long now) {
        return underWay == 0 && requests.size(now) == 0 && tokens.sum(now) == 0;
    }

    /** Why one more request is refused; null if it is not. */
    @Nullable
    Refusal refusesRequest(Limits limits, long now) {
        Integer atOnce = limits.concurrentRequests();
        Refusal tooManyAtOnce = atOnce == null || underWay < atOnce
                ? null
                : Refusal.after(
                        UNTIL_ONE_ENDS,
                        "At most " + atOnce + " requests at once are allowed for " + holder
                                + " (concurrent-requests), and as many are under way",
                        holder);
        Integer perMinute = limits.requestsPerMinute();
        long wait = perMinute == null ? 0 : requests.untilRoom(now, perMinute);
        Refusal tooManyAMinute = wait == 0
                ? null
                : Refusal.after(
                        wait,
                        "At most " + perMinute + " requests a minute are allowed for " + holder
                                + " (requests-per-minute), and as many were sent",
                        holder);
        return Refusal.longer(tooManyAMinute, tooManyAtOnce);
    }

    /** A request begins that was not refused. */
    void begin(Limits limits, long now) {
        underWay++;
        if (limits.requestsPerMinute() != null) {
            requests.add(now);
        }
    }

    void end() {
        underWay--;
    }

    /** A request that began at this time counts no longer. */
    void takeBack(long begun) {
        requests.remove(begun);
    }

    /** Why so many tokens are refused, which the limit allows at all; null if they are not. */
    @Nullable
    Refusal refusesTokens(long now, long needed, int limit) {
        long wait = tokens.untilRoom(now, needed, limit);
        if (wait == 0) {
            return null;
        }
        long used = tokens.sum(now);
        // What is reserved is often more than what is used in the end.
        boolean roomWhenOthersEnd = used - tokens.open() + needed <= limit;
        return Refusal.after(
                roomWhenOthersEnd ? Math.min(wait, UNTIL_ONE_ENDS) : wait,
                "At most " + limit + " tokens a minute are allowed for " + holder + " (tokens-per-minute), of which "
                        + used + " are used or reserved, and this request needs about " + needed,
                holder);
    }
}
