package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What this program has of one budget in one period. Of the slice that it may use without asking, some is promised to
 * requests under way, and some is used and not written down yet. One thread at a time.
 */
final class BudgetAccount {

    /** Of one that has nothing: as much as a few requests. */
    private static final BigDecimal REQUESTS_AHEAD = new BigDecimal(8);

    /**
     * A slice is as large as what is used in such a time, so that a busy program seldom asks, its requests never wait, and a
     * restart of the database goes unnoticed. For longer, no slice is good.
     */
    private static final long AHEAD = Duration.ofSeconds(60).toNanos();

    /** What is used in less may be much less than usual. */
    private static final long A_WHILE = Duration.ofSeconds(10).toNanos();

    private static final long SHORTEST = Duration.ofMillis(10).toNanos();

    /** There is little left when it is less than such a part of what there was after the last lease. */
    private static final BigDecimal LITTLE = new BigDecimal("0.25");

    private final BudgetWindow window;
    private BigDecimal max;
    private BigDecimal slice = BigDecimal.ZERO;
    private BigDecimal reserved = BigDecimal.ZERO;
    private BigDecimal unbooked = BigDecimal.ZERO;
    private @Nullable BigDecimal spent;
    private BigDecimal wanted = BigDecimal.ZERO;
    private BigDecimal usedSinceClaim = BigDecimal.ZERO;

    /** What it would like, as long as no claim has been responded to: after an outage as before. */
    private BigDecimal comfort = BigDecimal.ZERO;

    private BigDecimal freeAfterLease = BigDecimal.ZERO;
    private long claimedAt;
    private long validUntil;
    private long usedAt;

    BudgetAccount(BudgetWindow window, BigDecimal max, long now) {
        this.window = window;
        this.max = max;
        validUntil = now;
        usedAt = now;
        claimedAt = now;
    }

    BudgetWindow window() {
        return window;
    }

    BigDecimal max() {
        return max;
    }

    void max(BigDecimal next) {
        max = next;
    }

    /** Whether so much can be promised now. */
    boolean hasRoom(BigDecimal need, long now) {
        return validUntil - now > 0 && free().compareTo(need) >= 0;
    }

    /** Whether so much will not be there before the next period, whatever becomes of what is promised. */
    boolean isSpent(BigDecimal need) {
        return spent != null && max.subtract(spent).subtract(unbooked).compareTo(need) < 0;
    }

    /** What is used, as far as it is known here. */
    BigDecimal used() {
        return spent == null ? unbooked : spent.add(unbooked);
    }

    /** How much of it is used, as a part of what it allows: good enough to tell which of several is the fullest. */
    double fullness() {
        return used().doubleValue() / max.doubleValue();
    }

    private BigDecimal free() {
        return slice.subtract(reserved).subtract(unbooked);
    }

    void reserve(BigDecimal amount, long now) {
        reserved = reserved.add(amount);
        usedAt = now;
    }

    void release(BigDecimal amount) {
        reserved = reserved.subtract(amount);
    }

    /** Somebody waits for so much. */
    void want(BigDecimal amount, long now) {
        wanted = wanted.max(amount);
        usedAt = now;
    }

    void charge(BigDecimal amount, long now) {
        unbooked = unbooked.add(amount);
        usedSinceClaim = usedSinceClaim.add(amount);
        usedAt = now;
    }

    /** What was used is now written down, and counts no longer against the slice. */
    void booked(BigDecimal amount) {
        unbooked = unbooked.subtract(amount);
        slice = slice.subtract(amount).max(BigDecimal.ZERO);
        if (spent != null) {
            spent = spent.add(amount);
        }
    }

    /** What was used will never be written down, and counts no longer. */
    void lost(BigDecimal amount) {
        unbooked = unbooked.subtract(amount);
    }

    BigDecimal keep() {
        return reserved.add(unbooked).max(BigDecimal.ZERO);
    }

    /** Whether somebody waits. */
    boolean isWanted() {
        return wanted.signum() > 0;
    }

    /** Whether little is left of what there was, so that somebody may soon have to wait. */
    boolean isLow() {
        return free().compareTo(freeAfterLease.multiply(LITTLE)) < 0;
    }

    long validUntil() {
        return validUntil;
    }

    /** Nanoseconds for which nobody has used it. */
    long unused(long now) {
        return now - usedAt;
    }

    boolean hasSlice() {
        return slice.signum() > 0;
    }

    /**
     * A claim to what is wanted, and some more; who still waits wants it once more. If little was used for a while, what the
     * slice has beyond that is not used here from now on, whatever becomes of the claim.
     */
    BudgetClaim claim(long now) {
        BigDecimal need = wanted;
        wanted = BigDecimal.ZERO;
        long elapsed = now - claimedAt;
        claimedAt = now;
        long times = Math.max(1, AHEAD / Math.max(SHORTEST, elapsed));
        BigDecimal usedAhead = usedSinceClaim.multiply(BigDecimal.valueOf(times));
        usedSinceClaim = BigDecimal.ZERO;
        comfort = comfort.max(usedAhead).max(need.multiply(REQUESTS_AHEAD));
        if (elapsed >= A_WHILE) {
            slice = slice.min(keep().add(comfort));
        }
        return new BudgetClaim(window, max, keep(), slice, need, comfort, spent == null);
    }

    /** A claim to nothing but what is promised or used; the rest is not used here from now on, whatever becomes of the claim. */
    BudgetClaim giveBack() {
        slice = slice.min(keep());
        return new BudgetClaim(window, max, keep(), slice, BigDecimal.ZERO, BigDecimal.ZERO, false);
    }

    /**
     * What has become of a claim.
     *
     * @return whether there is not enough for what was needed, while others have some
     */
    boolean leased(BudgetLease lease, BudgetClaim claim, long until) {
        comfort = BigDecimal.ZERO;
        slice = lease.slice();
        spent = lease.spent();
        validUntil = until;
        freeAfterLease = free().max(BigDecimal.ZERO);
        boolean enough = lease.slice().subtract(claim.keep()).compareTo(claim.need()) >= 0;
        return !enough && lease.others().signum() > 0 && free().signum() > 0;
    }
}
