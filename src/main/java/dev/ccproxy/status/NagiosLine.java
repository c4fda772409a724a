package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Elapsed;
import dev.ccproxy.monitor.ProviderHealth;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * One line of text and performance data by the Monitoring Plugins guidelines, such as
 * {@code CCPROXY OK - 2 of 2 providers active |'uptime'=8130s 'providers'=2;;;0 'active'=2;;;0;2}. Names of providers
 * need no escaping in it.
 */
final class NagiosLine {

    /** How many problems are listed by name: a page or a message has no room for hundreds. */
    private static final int MAX_NAMED_PROVIDERS = 10;

    /** Labels that are not a provider's. */
    private static final Set<String> OWN_LABELS = Set.of("uptime", "providers", "active", "maintenance");

    private NagiosLine() {}

    /** The line, with its line feed. */
    static byte[] of(StatusReport report) {
        Status.Providers providers = report.status().providers();
        String text = providers.count() == 0
                ? "no provider is configured"
                : providers.active().size() + " of " + providers.count() + " providers active" + problems(report);
        Maintenance maintenance = report.maintenance();
        String start = maintenance == null
                ? pluginStatus(report.overall()) + " - "
                : "WARNING - " + describe(maintenance) + ": ";
        return ("CCPROXY " + start + text + " |" + perfdata(report) + "\n").getBytes(UTF_8);
    }

    /** A bar in the note would end the text. */
    private static String describe(Maintenance maintenance) {
        return "in maintenance" + (maintenance.until() == null ? "" : " until " + maintenance.until())
                + (maintenance.note() == null ? "" : " (" + maintenance.note().replace('|', '/') + ")");
    }

    /** The word for a plugin's exit status 0, 1, 2 or 3. */
    private static String pluginStatus(State overall) {
        return switch (overall) {
            case UP -> "OK";
            case DEGRADED -> "WARNING";
            case DOWN -> "CRITICAL";
            case UNKNOWN, DISABLED -> "UNKNOWN";
        };
    }

    private static String problems(StatusReport report) {
        List<String> problems = new ArrayList<>();
        for (ProviderHealth health : report.snapshot().providers()) {
            Reason reason = health.reason(report.now());
            if (health.provider().settings().checked() && reason.state() != State.UP) {
                problems.add(health.provider().name() + " " + reason.state() + " (" + reason + ")");
            }
        }
        if (problems.isEmpty()) {
            return "";
        }
        int more = problems.size() - MAX_NAMED_PROVIDERS;
        return ": " + String.join(", ", more > 0 ? problems.subList(0, MAX_NAMED_PROVIDERS) : problems)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String perfdata(StatusReport report) {
        Status.Providers providers = report.status().providers();
        StringJoiner perfdata = new StringJoiner(" ");
        perfdata.add("'uptime'=" + report.now().toSeconds() + "s;;;0");
        perfdata.add("'providers'=" + providers.count() + ";;;0");
        perfdata.add("'active'=" + providers.active().size() + ";;;0;" + providers.count());
        perfdata.add("'maintenance'=" + (report.maintenance() == null ? 0 : 1));
        for (ProviderHealth health : report.snapshot().providers()) {
            CheckResult last = health.lastResult();
            if (last == null) {
                continue;
            }
            String name = label(health.provider().name());
            if (last.latency().total() != null) {
                perfdata.add("'" + name + "'="
                        + Elapsed.decimalSeconds(last.latency().total()) + "s;;;0");
            }
            if (last.tls() != null) {
                Duration left = Duration.between(
                        report.origin().plus(report.now()), last.tls().notAfter());
                perfdata.add("'" + name + "_certificate'=" + left.toSeconds() + "s");
            }
        }
        return perfdata.toString();
    }

    /** Unique, because no provider's name has an underscore. */
    private static String label(String provider) {
        return OWN_LABELS.contains(provider) ? "provider_" + provider : provider;
    }
}
