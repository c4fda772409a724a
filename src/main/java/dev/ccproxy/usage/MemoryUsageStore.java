package dev.ccproxy.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps sums since the start, and no single attempt. When there are too many, those of the oldest sessions and days go. */
final class MemoryUsageStore implements UsageStore {

    private static final int MAX_SUMS = 20_000;

    private final TreeMap<SumKey, UsageFigures> sums = new TreeMap<>();
    private long forgotten;

    @Override
    public String storage() {
        return "memory";
    }

    @Override
    public synchronized long forgotten() {
        return forgotten;
    }

    @Override
    public synchronized void write(Batch batch) {
        SumKey.sums(batch.entries()).forEach((key, figures) -> sums.merge(key, figures, UsageFigures::plus));
        while (sums.size() > MAX_SUMS) {
            forgotten += sums.pollFirstEntry().getValue().count(Measure.ATTEMPTS);
        }
    }

    @Override
    public synchronized List<UsageRow> read(UsageQuery query) {
        Map<List<String>, UsageFigures> found = new TreeMap<>(MemoryUsageStore::compare);
        sums.forEach((key, figures) -> {
            if (query.matches(key)) {
                List<String> names =
                        query.by().stream().map(dimension -> dimension.of(key)).toList();
                found.merge(names, figures, UsageFigures::plus);
            }
        });
        List<UsageRow> rows = new ArrayList<>();
        found.forEach((names, figures) -> rows.add(new UsageRow(names, figures)));
        return rows;
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public synchronized boolean prune(Instant before, LocalDate beforeDay) {
        sums.keySet()
                .removeIf(
                        key -> key.unit() != SumKey.Unit.MONTH && key.beginsOn().isBefore(beforeDay));
        return false;
    }
}
