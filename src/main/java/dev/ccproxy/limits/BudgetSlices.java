package dev.ccproxy.limits;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this program has leased of budgets, and what the ledger's thread is to lease for it. Everything about one of them
 * happens under this object's lock.
 */
public final class BudgetSlices {

    /** How long a slice belongs to a program that is not heard of. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** The lease ends here before it ends in the database, whose answer may have been slow. */
    private static final long MARGIN = Duration.ofSeconds(5).toNanos();

    private static final long RENEW_BEFORE = Duration.ofSeconds(35).toNanos();
    private static final long GIVE_BACK_AFTER = Duration.ofSeconds(5).toNanos();
    private static final long FORGET_AFTER = Duration.ofMinutes(5).toNanos();

    /** A database that has not responded for so long is away. */
    private static final long AWAY_AFTER = Duration.ofSeconds(4).toNanos();

    private final LongSupplier nanos;
    private final Map<BudgetWindow, BudgetAccount> accounts = new HashMap<>();
    private Runnable alarm = () -> {};
    private @Nullable Long leaseBegan;
    private boolean leaseFailed;

    BudgetSlices(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Has somebody told when a slice is wanted at once. */
    public synchronized void whenWanted(Runnable told) {
        alarm = told;
    }

    synchronized void wanted() {
        alarm.run();
    }

    /** Of this budget, which allows so much now. */
    synchronized BudgetAccount account(BudgetWindow window, BigDecimal max, long now) {
        BudgetAccount account = accounts.computeIfAbsent(window, its -> new BudgetAccount(its, max, now));
        account.max(max);
        return account;
    }

    synchronized BudgetCharge charge(BudgetWindow window, BigDecimal max, BigDecimal amount) {
        long now = nanos.getAsLong();
        BudgetAccount account = account(window, max, now);
        account.charge(amount, now);
        // One window for all charges that wait.
        return new BudgetCharge(account.window(), amount);
    }

    /** To be read under the lock. */
    Collection<BudgetAccount> accounts() {
        return accounts.values();
    }

    synchronized boolean isDatabaseAway(long now) {
        return leaseFailed || (leaseBegan != null && now - leaseBegan > AWAY_AFTER);
    }

    /** These charges are written down. */
    public synchronized void booked(List<BudgetCharge> charges) {
        for (BudgetCharge charge : charges) {
            BudgetAccount account = accounts.get(charge.window());
            if (account != null) {
                account.booked(charge.amount());
            }
        }
    }

    /** These charges will never be written down. */
    public synchronized void lost(List<BudgetCharge> charges) {
        for (BudgetCharge charge : charges) {
            BudgetAccount account = accounts.get(charge.window());
            if (account != null) {
                account.lost(charge.amount());
            }
        }
    }

    /** Of what a slice is to be leased, renewed or given back now. */
    public synchronized List<BudgetWindow> due() {
        long now = nanos.getAsLong();
        accounts.values()
                .removeIf(account ->
                        account.unused(now) > FORGET_AFTER && account.keep().signum() == 0 && !account.hasSlice());
        return accounts.values().stream()
                .filter(account -> isUnused(account, now)
                        ? account.hasSlice()
                        : account.isWanted()
                                || account.isLow()
                                || leaseFailed
                                || account.validUntil() - now < RENEW_BEFORE)
                .map(BudgetAccount::window)
                .toList();
    }

    private static boolean isUnused(BudgetAccount account, long now) {
        return account.unused(now) > GIVE_BACK_AFTER && account.keep().signum() == 0;
    }

    /** Of what this program has a slice. */
    public synchronized List<BudgetWindow> held() {
        return accounts.values().stream()
                .filter(BudgetAccount::hasSlice)
                .map(BudgetAccount::window)
                .toList();
    }

    /**
     * What to claim of a budget. Until the response is told to {@link #leased}, nothing may be booked: what is promised or
     * used would be counted twice.
     *
     * @param givesBack whether to keep only what is promised or used; this is in force at once. So it is if nobody uses it
     * @return null if nothing is known of it any longer
     */
    public synchronized @Nullable BudgetClaim claim(BudgetWindow window, boolean givesBack) {
        BudgetAccount account = accounts.get(window);
        if (account == null) {
            leaseBegan = null;
            return null;
        }
        long now = nanos.getAsLong();
        return givesBack || isUnused(account, now) ? account.giveBack() : account.claim(now);
    }

    /** The database is asked for a slice. */
    public synchronized void leaseBegins() {
        leaseBegan = nanos.getAsLong();
    }

    /** The database does not respond as it should. */
    public synchronized void leaseFails() {
        leaseBegan = null;
        leaseFailed = true;
    }

    /**
     * The database has responded to a claim.
     *
     * @param askedAt when it was asked
     * @return whether this program had better give back what it has, which does not suffice, so that others can use it
     */
    public synchronized boolean leased(BudgetClaim claim, BudgetLease lease, long askedAt) {
        leaseBegan = null;
        leaseFailed = false;
        BudgetAccount account = accounts.get(claim.window());
        return account != null && account.leased(lease, claim, askedAt + LEASE.toNanos() - MARGIN);
    }
}
