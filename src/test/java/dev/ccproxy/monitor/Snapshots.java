package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;

/** Snapshots for the tests of those that read them. */
public final class Snapshots {

    private Snapshots() {}

    /** What is known of these providers after these outcomes. */
    public static Snapshot of(Duration staleAfter, List<Provider> providers, Outcome... outcomes) {
        Snapshot snapshot = Snapshot.of(providers, staleAfter);
        for (Outcome outcome : outcomes) {
            snapshot = snapshot.with(outcome, outcome.at().plusSeconds(15));
        }
        return snapshot;
    }
}
