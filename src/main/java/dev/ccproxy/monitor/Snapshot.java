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
 * The health of all providers after the same checks. Immutable; each reader brings its own time, from which it follows what
 * is stale, because a monitor that has died cannot write "stale".
 */
public final class Snapshot {

    private final List<ProviderHealth> providers;

    /** Up or degraded, unless stale by now: a reader need not go through a thousand providers that are down. */
    private final List<ProviderHealth> active;

    private final int count;

    private Snapshot(List<ProviderHealth> providers) {
        this.providers = providers;
        active = providers.stream()
                .filter(health -> health.reasonAtLastCheck().state().active())
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

    /** This snapshot and one more result; see {@link ProviderHealth#after}. */
    Snapshot after(CheckResult result, Duration regularNext) {
        List<ProviderHealth> all = new ArrayList<>(providers);
        all.replaceAll(health -> health.provider() == result.provider() ? health.after(result, regularNext) : health);
        return new Snapshot(all);
    }

    /** All configured providers, in the configured order. */
    public List<ProviderHealth> providers() {
        return providers;
    }

    /** The provider of a name, if there is one. */
    public Optional<ProviderHealth> find(String name) {
        return providers.stream()
                .filter(health -> health.provider().name().equals(name))
                .findFirst();
    }

    /** The number of enabled providers. */
    public int count() {
        return count;
    }

    /**
     * The names of the providers that are up or degraded, in the configured order.
     *
     * @param now on the monitor's clock
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
     * The state of all providers together, leaving out those that are disabled or never checked.
     *
     * @param now on the monitor's clock
     * @return up if all are up; else degraded if any is up or degraded; else down if all are down, or none is enabled; else
     *     unknown
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
     * The age of the newest result; empty before the first.
     *
     * @param now on the monitor's clock
     */
    public Optional<Duration> age(Duration now) {
        return providers.stream()
                .map(ProviderHealth::lastResult)
                .filter(Objects::nonNull)
                .map(last -> now.minus(last.checkedAt()))
                .min(Comparator.naturalOrder());
    }

    /** Whether every provider that is to be checked has a first result, or at least a check that this machine failed. */
    public boolean firstRoundOver() {
        return checked().noneMatch(health -> health.lastResult() == null && health.failedCheck() == null);
    }

    /**
     * Whether the monitor has stopped checking: all providers that are to be checked are stale. False if there are none.
     *
     * @param now on the monitor's clock
     */
    public boolean stale(Duration now) {
        return checked().findAny().isPresent() && checked().allMatch(health -> health.isStale(now));
    }

    private Stream<ProviderHealth> checked() {
        return providers.stream().filter(health -> health.provider().settings().checked());
    }
}
