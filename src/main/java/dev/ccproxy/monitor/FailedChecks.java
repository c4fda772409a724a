package dev.ccproxy.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Logs once a cause that checks fail on this machine, whatever providers they are of, and once that none does any more. */
final class FailedChecks {

    private static final Logger LOG = System.getLogger(FailedChecks.class.getName());

    /** Where some fail and others don't, by turns. */
    private static final Duration APART = Duration.ofMinutes(1);

    private static final int MAX_CAUSES = 16;

    private final Set<String> failing = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private final Map<String, Duration> lastTold = new HashMap<>();

    synchronized void tell(CheckResult result) {
        String name = result.provider().name();
        if (result.reason() == Reason.CHECK_FAILED) {
            failing.add(name);
            if (isNews(String.valueOf(result.detail()), result.at())) {
                LOG.log(
                        Level.WARNING,
                        () -> "The check of " + name + " could not be made: " + result.detail()
                                + ". Providers whose checks fail so keep their state until it is stale");
            }
        } else if (failing.remove(name) && failing.isEmpty() && !told.isEmpty()) {
            told.clear();
            LOG.log(Level.INFO, "Checks can be made again");
        }
    }

    private boolean isNews(String detail, Duration now) {
        // What stands in brackets may be another each time.
        String cause = detail.replaceFirst(" \\(.*", "");
        Duration last = lastTold.get(cause);
        boolean soon = last != null && now.minus(last).compareTo(APART) < 0;
        if (soon || told.size() == MAX_CAUSES || !told.add(cause)) {
            return false;
        }
        if (lastTold.size() > MAX_CAUSES) {
            lastTold.clear();
        }
        lastTold.put(cause, now);
        return true;
    }
}
