package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.util.List;

/** Snapshots for the tests of those that read them. */
public final class Snapshots {

    private Snapshots() {}

    /** What is known of these providers after these results. */
    public static Snapshot of(Duration staleAfter, List<Provider> providers, CheckResult... results) {
        Snapshot snapshot = Snapshot.of(providers, staleAfter);
        for (CheckResult result : results) {
            snapshot = snapshot.after(result, result.checkedAt().plusSeconds(15));
        }
        return snapshot;
    }
}
