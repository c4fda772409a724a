package dev.ccproxy.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rows on their way to the store. A newer state of a row takes the place of the older one. When it is full, the oldest
 * minutes are lost first, then whatever else is oldest, and counted.
 */
final class RowQueue {

    private final int capacity;
    private final Map<Object, Row> watches = new LinkedHashMap<>();
    private final Map<Object, Row> minutes = new LinkedHashMap<>();
    private final Map<Object, Row> others = new LinkedHashMap<>();
    private long lost;

    RowQueue(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(List<? extends Row> rows) {
        for (Row row : rows) {
            mapOf(row).put(row.key(), row);
            if (minutes.size() + others.size() > capacity) {
                Map<Object, Row> from = minutes.isEmpty() ? others : minutes;
                from.remove(from.keySet().iterator().next());
                lost++;
            }
        }
    }

    private Map<Object, Row> mapOf(Row row) {
        if (row instanceof Watch) {
            // Without its watch, nothing of what it saw can be understood.
            return watches;
        }
        return row instanceof Bucket bucket && bucket.key().step() == Step.MINUTE ? minutes : others;
    }

    /** The oldest rows, which stay in the queue. */
    synchronized List<Row> first(int max) {
        List<Row> rows = new ArrayList<>(Math.min(max, size()));
        for (Map<Object, Row> each : List.of(watches, others, minutes)) {
            each.values().stream().limit(max - rows.size()).forEach(rows::add);
        }
        return rows;
    }

    /** Removes rows that are kept, unless there is a newer state of them. */
    synchronized void kept(List<Row> rows) {
        for (Row row : rows) {
            mapOf(row).remove(row.key(), row);
        }
    }

    /** The buckets in the queue. */
    synchronized List<Bucket> buckets() {
        return Stream.concat(others.values().stream(), minutes.values().stream())
                .filter(Bucket.class::isInstance)
                .map(Bucket.class::cast)
                .toList();
    }

    /** Counts a row that no store takes as lost. */
    synchronized void refused() {
        lost++;
    }

    synchronized int size() {
        return watches.size() + minutes.size() + others.size();
    }

    /** How many rows did not fit since the start. */
    synchronized long lost() {
        return lost;
    }
}
