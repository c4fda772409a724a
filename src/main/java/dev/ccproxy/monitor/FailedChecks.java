package dev.ccproxy.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Logs each cause of checks that fail on this machine once for all providers, and once when checks work again. */
final class FailedChecks {

    private static final Logger LOG = System.getLogger(FailedChecks.class.getName());

    /** When some checks fail and others succeed in turn, the same cause is logged only so often. */
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private static final int MAX_CAUSES = 16;

    private final Set<String> failing = new HashSet<>();
    private final Set<String> logged = new HashSet<>();
    private final Map<String, Duration> lastLogged = new HashMap<>();

    synchronized void log(CheckResult result) {
        String name = result.provider().name();
        if (result.reason() == Reason.CHECK_FAILED) {
            failing.add(name);
            if (isNews(String.valueOf(result.detail()), result.checkedAt())) {
                LOG.log(
                        Level.WARNING,
                        () -> "The check of " + name + " could not be made: " + result.detail()
                                + ". Providers whose checks fail like this keep their state until it is stale");
            }
        } else if (failing.remove(name) && failing.isEmpty() && !logged.isEmpty()) {
            logged.clear();
            LOG.log(Level.INFO, "Checks can be made again");
        }
    }

    private boolean isNews(String detail, Duration now) {
        // The text in brackets may differ each time.
        String cause = detail.replaceFirst(" \\(.*", "");
        Duration last = lastLogged.get(cause);
        boolean soon = last != null && now.minus(last).compareTo(BETWEEN_LINES) < 0;
        if (soon || logged.size() == MAX_CAUSES || !logged.add(cause)) {
            return false;
        }
        if (lastLogged.size() > MAX_CAUSES) {
            lastLogged.clear();
        }
        lastLogged.put(cause, now);
        return true;
    }
}
