package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all enabled providers at one moment. Immutable; how old it is, each reader finds with the time of
 * its own now, because a dead monitor cannot write "stale".
 */
public final class Snapshot {

    /**
     * What is known of one provider.
     *
     * @param counted the last outcome that counts; null before the first
     * @param suspicion a later one that says down, which a second look has to confirm; null where there is none
     */
    private record Finding(
            @Nullable Outcome counted, @Nullable Outcome suspicion) {}

    private final Map<Provider, Finding> findings;
    private final Duration staleAfter;

    private Snapshot(Map<Provider, Finding> findings, Duration staleAfter) {
        this.findings = findings;
        this.staleAfter = staleAfter;
    }

    /** Before the first check. */
    static Snapshot of(List<Provider> providers, Duration staleAfter) {
        Map<Provider, Finding> findings = new LinkedHashMap<>();
        providers.forEach(provider -> findings.put(provider, new Finding(null, null)));
        return new Snapshot(Collections.unmodifiableMap(findings), staleAfter);
    }

    /**
     * This snapshot and one more outcome. From unknown, the first outcome counts at once; from up or degraded, down
     * takes a second look; back takes one good check.
     */
    Snapshot with(Outcome outcome) {
        Finding before = finding(outcome.provider());
        boolean mustConfirm = outcome.reason().state() == State.DOWN
                && before.suspicion() == null
                && reason(before, outcome.at()).state().active();
        Map<Provider, Finding> after = new LinkedHashMap<>(findings);
        after.put(
                outcome.provider(), mustConfirm ? new Finding(before.counted(), outcome) : new Finding(outcome, null));
        return new Snapshot(Collections.unmodifiableMap(after), staleAfter);
    }

    /** Whether a provider that was well is said to be down by one look only. */
    boolean awaitsSecondLook(Provider provider) {
        return finding(provider).suspicion() != null;
    }

    /**
     * Why a provider is in its state.
     *
     * @param provider one of the enabled providers
     * @param now on the monitor's clock
     * @return the reason, and by {@link Reason#state} the state
     */
    public Reason reason(Provider provider, Duration now) {
        return reason(finding(provider), now);
    }

    /**
     * The providers that can be used.
     *
     * @param now on the monitor's clock
     * @return their names, in the configured order
     */
    public List<String> active(Duration now) {
        return findings.entrySet().stream()
                .filter(entry -> reason(entry.getValue(), now).state().active())
                .map(entry -> entry.getKey().name())
                .toList();
    }

    /**
     * Whether every provider that is to be checked has been checked.
     *
     * @return true when there is none to be checked, too
     */
    public boolean firstRoundOver() {
        return checked().stream().noneMatch(finding -> finding.counted() == null);
    }

    /**
     * Whether the monitor has stopped looking: no provider that is to be checked has an outcome that still counts.
     *
     * @param now on the monitor's clock, which begins with the application
     * @return false when there is none to be checked
     */
    public boolean stale(Duration now) {
        List<Finding> checked = checked();
        return !checked.isEmpty() && checked.stream().allMatch(finding -> isStale(finding, now));
    }

    private Finding finding(Provider provider) {
        Finding finding = findings.get(provider);
        if (finding == null) {
            throw new IllegalArgumentException("No provider of this snapshot: " + provider.name());
        }
        return finding;
    }

    private List<Finding> checked() {
        return findings.entrySet().stream()
                .filter(entry -> entry.getKey().settings().checked())
                .map(Map.Entry::getValue)
                .toList();
    }

    private Reason reason(Finding finding, Duration now) {
        if (finding.counted() == null) {
            return Reason.NOT_CHECKED;
        }
        return isStale(finding, now) ? Reason.STALE : finding.counted().reason();
    }

    private boolean isStale(Finding finding, Duration now) {
        Outcome last = finding.suspicion() != null ? finding.suspicion() : finding.counted();
        Duration since = last == null ? Duration.ZERO : last.at();
        return now.minus(since).compareTo(staleAfter) > 0;
    }
}
