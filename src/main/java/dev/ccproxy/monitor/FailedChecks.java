package dev.ccproxy.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logs once that checks fail on this machine, whatever providers they are of, and once that none does any more. */
final class FailedChecks {

    private static final Logger LOG = System.getLogger(FailedChecks.class.getName());

    /** Where some fail and others don't, by turns. */
    private static final Duration APART = Duration.ofMinutes(1);

    private final Set<String> failing = new HashSet<>();
    private boolean told;
    private @Nullable Duration lastTold;

    synchronized void tell(Outcome outcome) {
        String name = outcome.provider().name();
        if (outcome.reason() == Reason.CHECK_FAILED) {
            failing.add(name);
            boolean soon = lastTold != null && outcome.at().minus(lastTold).compareTo(APART) < 0;
            if (!told && !soon) {
                told = true;
                lastTold = outcome.at();
                LOG.log(
                        Level.WARNING,
                        () -> "The check of " + name + " could not be made: " + outcome.detail()
                                + ". Providers whose checks fail so keep their state until it is stale");
            }
        } else if (failing.remove(name) && failing.isEmpty() && told) {
            told = false;
            LOG.log(Level.INFO, "Checks can be made again");
        }
    }
}
