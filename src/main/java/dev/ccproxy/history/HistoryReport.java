package dev.ccproxy.history;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /status/history}. Seconds are to the millisecond. Where several nodes have seen something, times
 * of a state are sums over them.
 *
 * @param storage where it is kept: {@code database}, {@code file} or {@code memory}, which begins with the start
 * @param node the name of the node that responds
 * @param from the first instant of the range, rounded down to a whole step
 * @param to the first instant after the range
 * @param stepSeconds how long each point is
 * @param lostRows how many rows this node could not keep since its start
 * @param nodes the names of the nodes that were watching in the range
 * @param providers those that are configured, in that order
 * @param incidents of the range, the newest first
 * @param moreIncidents how many older ones of the range are left out
 * @param changes of the state of the one provider that was asked for, the newest first; null if all were
 * @param annotations what happened to the program in the range, the newest first
 */
@JsonbPropertyOrder({
    "storage",
    "node",
    "from",
    "to",
    "stepSeconds",
    "lostRows",
    "nodes",
    "providers",
    "incidents",
    "moreIncidents",
    "changes",
    "annotations"
})
public record HistoryReport(
        String storage,
        String node,
        Instant from,
        Instant to,
        long stepSeconds,
        long lostRows,
        List<String> nodes,
        List<ProviderHistory> providers,
        List<Incident> incidents,
        int moreIncidents,
        @Nullable List<Change> changes,
        List<Note> annotations) {

    /**
     * One provider.
     *
     * @param availability over the last hour, 24 hours, 7, 30 and 90 days, whatever the range
     * @param points of the range, without gaps
     */
    @JsonbPropertyOrder({"name", "availability", "points"})
    public record ProviderHistory(String name, List<Availability> availability, List<Point> points) {}

    /**
     * How much of the time a provider could be used.
     *
     * @param window {@code 1h}, {@code 24h}, {@code 7d}, {@code 30d} or {@code 90d}
     * @param from its beginning, rounded down to a whole minute, hour or day in UTC
     * @param availability the part of the known time in which it was up or degraded, 0 to 1; null if nothing is known
     * @param knownSeconds the time of which its state is known
     */
    @JsonbPropertyOrder({"window", "from", "availability", "knownSeconds", "downSeconds"})
    public record Availability(
            String window, Instant from, @Nullable Double availability, double knownSeconds, double downSeconds) {}

    /**
     * One step.
     *
     * @param at its beginning
     * @param availability as in {@link Availability}
     * @param checks how many checks could be made
     * @param failedChecks how many of them found it down
     * @param latencyMs the means of the checks' phases, and the longest check, in milliseconds; null if there was none
     * @param traffic what clients' requests met; null if there was none
     */
    @JsonbPropertyOrder({
        "at",
        "availability",
        "upSeconds",
        "degradedSeconds",
        "downSeconds",
        "checks",
        "failedChecks",
        "latencyMs",
        "traffic"
    })
    public record Point(
            Instant at,
            @Nullable Double availability,
            double upSeconds,
            double degradedSeconds,
            double downSeconds,
            long checks,
            long failedChecks,
            @Nullable LatencyMs latencyMs,
            @Nullable PointTraffic traffic) {}

    /** Of checks: the means of the phases and of the whole, and the longest; null for a phase that no check finished. */
    @JsonbPropertyOrder({"dns", "connect", "tls", "firstByte", "total", "max"})
    public record LatencyMs(
            @Nullable Double dns,
            @Nullable Double connect,
            @Nullable Double tls,
            @Nullable Double firstByte,
            @Nullable Double total,
            @Nullable Double max) {}

    /**
     * Of clients' requests.
     *
     * @param attempts how many requests were made to the provider
     * @param failures how many of them failed, by the kind of failure
     * @param firstByteMs the mean time to the head of the response, in milliseconds; null if there was none
     */
    @JsonbPropertyOrder({"attempts", "failures", "firstByteMs"})
    public record PointTraffic(
            long attempts,
            Map<String, Long> failures,
            @Nullable Double firstByteMs) {}

    /**
     * A time in which one node found a provider down.
     *
     * @param beganAt the first failed check
     * @param endedAt the first good check; the last moment at which it is known to be down if {@code endKnown} is false; null
     *     while it goes on
     * @param ongoing whether it has not ended
     * @param endKnown false if the node was off for an hour or more, or has not been seen since
     * @param durationSeconds from its begin to its end, or until now
     * @param unknownSeconds how much of that is not known
     * @param reasons in their order, 50 at most
     * @param moreReasons how many were left out
     */
    @JsonbPropertyOrder({
        "provider",
        "node",
        "beganAt",
        "endedAt",
        "ongoing",
        "endKnown",
        "durationSeconds",
        "unknownSeconds",
        "reasons",
        "moreReasons"
    })
    public record Incident(
            String provider,
            String node,
            Instant beganAt,
            @Nullable Instant endedAt,
            boolean ongoing,
            boolean endKnown,
            double durationSeconds,
            double unknownSeconds,
            List<IncidentReason> reasons,
            int moreReasons) {}

    /** One reason of an incident, from when and for how long it held; its detail is that of its first check. */
    @JsonbPropertyOrder({"at", "reason", "detail", "durationSeconds"})
    public record IncidentReason(
            Instant at, String reason, @Nullable String detail, double durationSeconds) {}

    /**
     * A state or reason that a provider came into.
     *
     * @param durationSeconds how long it lasted, or has lasted
     */
    @JsonbPropertyOrder({"at", "node", "state", "reason", "detail", "durationSeconds"})
    public record Change(
            Instant at,
            String node,
            String state,
            String reason,
            @Nullable String detail,
            double durationSeconds) {}

    /** Something that happened to a node, such as {@code started}, and more about it. */
    @JsonbPropertyOrder({"at", "node", "kind", "note"})
    public record Note(
            Instant at, String node, String kind, @Nullable String note) {}

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
