package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a monitor would know after checks whose results and times a test chooses. */
public final class SimulatedMonitor {

    private final Duration interval;
    private Snapshot snapshot;

    /** One of these providers, which are checked on loopback addresses; its clock is at zero. */
    public SimulatedMonitor(Duration interval, Duration staleAfter, String... names) {
        this.interval = interval;
        List<Provider> providers = List.of(names).stream()
                .map(name -> Checks.provider(name, "http://127.0.0.1"))
                .toList();
        snapshot = Snapshot.of(providers, staleAfter);
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public boolean isDue(String name, Duration now) {
        return now.compareTo(Objects.requireNonNull(health(name).nextCheckAt())) >= 0;
    }

    /** A check that ends now. */
    public CheckOutcome check(String name, Reason reason, Duration now) {
        ProviderHealth before = health(name);
        CheckResult result = Checks.result(before.provider(), reason, now);
        snapshot = snapshot.after(result, now.plus(interval));
        return new CheckOutcome(before, health(name), result);
    }

    private ProviderHealth health(String name) {
        return snapshot.find(name).orElseThrow();
    }
}
