package dev.ccproxy.history;

import dev.ccproxy.usage.Histogram;
import dev.ccproxy.usage.UsageTotals;
import java.util.HashMap;
import java.util.Map;

/** What the requests of clients have met since the last time, by the totals since the start. For one thread. */
final class TrafficCounter {

    private final UsageTotals totals;
    private Map<String, Traffic> last = Map.of();

    TrafficCounter(UsageTotals totals) {
        this.totals = totals;
    }

    /** By provider; nothing of those without new attempts. */
    Map<String, Traffic> more() {
        Map<String, Traffic> now = sums();
        Map<String, Traffic> more = new HashMap<>();
        now.forEach((provider, traffic) -> {
            Traffic difference = traffic.minus(last.getOrDefault(provider, Traffic.NONE));
            if (!difference.equals(Traffic.NONE)) {
                more.put(provider, difference);
            }
        });
        last = now;
        return more;
    }

    private Map<String, Traffic> sums() {
        Map<String, Traffic> sums = new HashMap<>();
        totals.totals().forEach((key, total) -> {
            Map<String, Long> failures = key.failure() == null ? Map.of() : Map.of(key.result(), total.attempts());
            sums.merge(key.model().provider(), new Traffic(total.attempts(), failures, Phase.NONE), Traffic::plus);
        });
        totals.firstBytes().forEach((model, histogram) -> {
            Histogram.Counts counts = histogram.counts();
            long count = counts.counts().stream().mapToLong(Long::longValue).sum();
            Phase firstByte = new Phase(count, Math.round(counts.sum() * 1e6));
            sums.merge(model.provider(), new Traffic(0, Map.of(), firstByte), Traffic::plus);
        });
        return sums;
    }
}
