package dev.ccproxy.usage;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Of which attempts something is the sum; a text that is not known is empty.
 *
 * @param beginsOn the day, or the first day of the month
 * @param session empty but for sessions, and there for attempts without one
 */
record SumKey(
        Unit unit,
        LocalDate beginsOn,
        String client,
        String team,
        String session,
        String provider,
        String model,
        String route)
        implements Comparable<SumKey> {

    /** What is added up; those that may be forgotten first come first. */
    enum Unit {
        /** The attempts of one session in one day. */
        SESSION,
        DAY,
        MONTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Everybody writes sums in the same order, so that no two wait for each other. */
    private static final Comparator<SumKey> ORDER = Comparator.comparing(SumKey::unit)
            .thenComparing(SumKey::beginsOn)
            .thenComparing(SumKey::client)
            .thenComparing(SumKey::team)
            .thenComparing(SumKey::session)
            .thenComparing(SumKey::provider)
            .thenComparing(SumKey::model)
            .thenComparing(SumKey::route);

    @Override
    public int compareTo(SumKey other) {
        return ORDER.compare(this, other);
    }

    /** The sums of some attempts, in their order. */
    static Map<SumKey, UsageFigures> sums(List<LedgerEntry> entries) {
        Map<SumKey, UsageFigures> sums = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            UsageFigures figures = UsageFigures.of(entry);
            of(entry).forEach(key -> sums.merge(key, figures, UsageFigures::plus));
        }
        return sums;
    }

    private static List<SumKey> of(LedgerEntry entry) {
        UsageRecord record = entry.record();
        String session = Texts.session(record.asked().session());
        return List.of(
                key(Unit.SESSION, entry.day(), session, entry),
                key(Unit.DAY, entry.day(), "", entry),
                key(Unit.MONTH, entry.day().withDayOfMonth(1), "", entry));
    }

    private static SumKey key(Unit unit, LocalDate beginsOn, String session, LedgerEntry entry) {
        UsageRecord record = entry.record();
        return new SumKey(
                unit,
                beginsOn,
                record.client().name(),
                Objects.requireNonNullElse(record.client().team(), ""),
                session,
                record.provider(),
                entry.sumModel(),
                record.asked().route());
    }
}
