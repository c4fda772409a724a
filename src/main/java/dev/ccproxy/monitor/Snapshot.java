package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is known of all providers at one moment. Immutable; how old it is, each reader finds with the time of its own
 * now, because a dead monitor cannot write "stale".
 */
public final class Snapshot {

    private final List<ProviderHealth> providers;

    /** Those that can be used unless they are stale, so that a request passes over a thousand that cannot. */
    private final List<ProviderHealth> active;

    private final int count;

    private Snapshot(List<ProviderHealth> providers) {
        this.providers = providers;
        active = providers.stream()
                .filter(health -> health.counted().state().active())
                .toList();
        count = (int) providers.stream()
                .filter(health -> health.provider().settings().enabled())
                .count();
    }

    /** Before the first check. */
    static Snapshot of(List<Provider> providers, Duration staleAfter) {
        return new Snapshot(providers.stream()
                .map(provider -> ProviderHealth.of(provider, staleAfter))
                .toList());
    }

    /** This snapshot and one more result; see {@link ProviderHealth#with}. */
    Snapshot with(CheckResult result, Duration regularNext) {
        List<ProviderHealth> after = new ArrayList<>(providers);
        after.replaceAll(health -> health.provider() == result.provider() ? health.with(result, regularNext) : health);
        return new Snapshot(after);
    }

    /**
     * What is known of each provider.
     *
     * @return all that are configured, in that order
     */
    public List<ProviderHealth> providers() {
        return providers;
    }

    /**
     * What is known of one provider.
     *
     * @param name as it is configured
     * @return empty where no provider has that name
     */
    public Optional<ProviderHealth> find(String name) {
        return providers.stream()
                .filter(health -> health.provider().name().equals(name))
                .findFirst();
    }

    /**
     * How many providers take part.
     *
     * @return the number of those that are enabled
     */
    public int count() {
        return count;
    }

    /**
     * The providers that can be used.
     *
     * @param now on the monitor's clock
     * @return their names, in the configured order
     */
    public List<String> active(Duration now) {
        List<String> names = new ArrayList<>(active.size());
        for (ProviderHealth health : active) {
            if (health.reason(now).state().active()) {
                names.add(health.provider().name());
            }
        }
        return List.copyOf(names);
    }

    /**
     * How all providers are, taken together. Those that are disabled or never checked are passed over.
     *
     * @param now on the monitor's clock
     * @return up where all are; degraded where some can be used and not all are up; down where none can, and where none
     *     is configured; unknown where none is known to be usable and some, or all, are not known
     */
    public State overall(Duration now) {
        Set<State> states = EnumSet.noneOf(State.class);
        checked().forEach(health -> states.add(health.reason(now).state()));
        if (states.contains(State.UP) || states.contains(State.DEGRADED)) {
            return states.size() == 1 && states.contains(State.UP) ? State.UP : State.DEGRADED;
        }
        boolean allDown = !states.contains(State.UNKNOWN) && (!states.isEmpty() || count == 0);
        return allDown ? State.DOWN : State.UNKNOWN;
    }

    /**
     * How old the newest result is.
     *
     * @param now on the monitor's clock
     * @return empty before the first result
     */
    public Optional<Duration> age(Duration now) {
        return providers.stream()
                .map(ProviderHealth::last)
                .filter(Objects::nonNull)
                .map(last -> now.minus(last.at()))
                .min(Comparator.naturalOrder());
    }

    /**
     * Whether every provider that is to be checked has been checked, or could not be for a reason on this machine.
     *
     * @return true when there is none to be checked, too
     */
    public boolean firstRoundOver() {
        return checked().noneMatch(health -> health.last() == null && health.failedCheck() == null);
    }

    /**
     * Whether the monitor has stopped looking: no provider that is to be checked has a result that still counts.
     *
     * @param now on the monitor's clock, which begins with the application
     * @return false when there is none to be checked
     */
    public boolean stale(Duration now) {
        return checked().findAny().isPresent() && checked().allMatch(health -> health.isStale(now));
    }

    private Stream<ProviderHealth> checked() {
        return providers.stream().filter(health -> health.provider().settings().checked());
    }
}
