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
 * One line of text and performance data, by the Monitoring Plugins guidelines, such as
 * {@code CCPROXY OK - 2 of 2 providers active |'uptime'=8130s 'providers'=2;;;0 'active'=2;;;0;2}. Names of providers
 * need no escape in it.
 */
final class NagiosLine {

    /** How many providers are told of by name: a page or a message has no room for hundreds. */
    private static final int NAMED = 10;

    /** The labels of figures that are of no single provider. */
    private static final Set<String> TAKEN = Set.of("uptime", "providers", "active", "maintenance");

    private NagiosLine() {}

    /** The line, with its end. */
    static byte[] of(StatusReport report) {
        Status.Providers providers = report.status().providers();
        String text = providers.count() == 0
                ? "no provider is configured"
                : providers.active().size() + " of " + providers.count() + " providers active" + troubles(report);
        Maintenance maintenance = report.maintenance();
        String start = maintenance == null ? word(report.overall()) + " - " : "WARNING - " + told(maintenance) + ": ";
        return ("CCPROXY " + start + text + " |" + figures(report) + "\n").getBytes(UTF_8);
    }

    /** A bar would end the text. */
    private static String told(Maintenance maintenance) {
        return "in maintenance" + (maintenance.until() == null ? "" : " until " + maintenance.until())
                + (maintenance.note() == null ? "" : " (" + maintenance.note().replace('|', '/') + ")");
    }

    /** The exit status of a plugin is that of this word: 0, 1, 2, 3. */
    private static String word(State overall) {
        return switch (overall) {
            case UP -> "OK";
            case DEGRADED -> "WARNING";
            case DOWN -> "CRITICAL";
            case UNKNOWN, DISABLED -> "UNKNOWN";
        };
    }

    private static String troubles(StatusReport report) {
        List<String> troubles = new ArrayList<>();
        for (ProviderHealth health : report.snapshot().providers()) {
            Reason reason = health.reason(report.now());
            if (health.provider().settings().checked() && reason.state() != State.UP) {
                troubles.add(health.provider().name() + " " + reason.state() + " (" + reason + ")");
            }
        }
        if (troubles.isEmpty()) {
            return "";
        }
        int more = troubles.size() - NAMED;
        return ": " + String.join(", ", more > 0 ? troubles.subList(0, NAMED) : troubles)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String figures(StatusReport report) {
        Status.Providers providers = report.status().providers();
        StringJoiner figures = new StringJoiner(" ");
        figures.add("'uptime'=" + report.now().toSeconds() + "s;;;0");
        figures.add("'providers'=" + providers.count() + ";;;0");
        figures.add("'active'=" + providers.active().size() + ";;;0;" + providers.count());
        figures.add("'maintenance'=" + (report.maintenance() == null ? 0 : 1));
        for (ProviderHealth health : report.snapshot().providers()) {
            CheckResult last = health.lastResult();
            if (last == null) {
                continue;
            }
            String name = label(health.provider().name());
            if (last.latency().total() != null) {
                figures.add("'" + name + "'="
                        + Elapsed.decimalSeconds(last.latency().total()) + "s;;;0");
            }
            if (last.tls() != null) {
                Duration left = Duration.between(
                        report.origin().plus(report.now()), last.tls().notAfter());
                figures.add("'" + name + "_certificate'=" + left.toSeconds() + "s");
            }
        }
        return figures.toString();
    }

    /** No provider's name has an underscore, so that no other label can be the same. */
    private static String label(String provider) {
        return TAKEN.contains(provider) ? "provider_" + provider : provider;
    }
}
