package dev.ccproxy.usage;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Of which attempts something is the sum; a text that is not known is empty.
 *
 * @param beginsOn the day, or the first day of the month
 * @param client empty in {@link Unit#DAY_MODELS}
 * @param session empty but for sessions, and there for attempts without one
 * @param provider empty in {@link Unit#DAY_CLIENTS}, like the model and the route
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
        /** The days once more, without providers, models and routes: there are far fewer of these. */
        DAY_CLIENTS,
        /** The days once more, without clients. */
        DAY_MODELS,
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

    /** The sums of some attempts, by their sessions and days, from which all others follow. */
    static Map<SumKey, UsageFigures> sums(List<LedgerEntry> entries) {
        Map<SumKey, UsageFigures> sums = new TreeMap<>();
        entries.stream()
                .collect(Collectors.groupingBy(SumKey::of))
                .forEach((key, those) -> sums.put(key, UsageFigures.of(those)));
        return sums;
    }

    private static SumKey of(LedgerEntry entry) {
        UsageRecord record = entry.record();
        return new SumKey(
                Unit.SESSION,
                entry.day(),
                record.client().name(),
                Objects.requireNonNullElse(record.client().team(), ""),
                Texts.session(record.asked().session()),
                record.provider(),
                entry.sumModel(),
                record.asked().route());
    }

    /** The sums of every unit, in their order. */
    static Map<SumKey, UsageFigures> ofAllUnits(Map<SumKey, UsageFigures> bySession) {
        Map<SumKey, UsageFigures> sums = new TreeMap<>();
        bySession.forEach(
                (key, figures) -> key.inAllUnits().forEach(each -> sums.merge(each, figures, UsageFigures::plus)));
        return sums;
    }

    private List<SumKey> inAllUnits() {
        LocalDate month = beginsOn.withDayOfMonth(1);
        return List.of(
                this,
                new SumKey(Unit.DAY, beginsOn, client, team, "", provider, model, route),
                new SumKey(Unit.DAY_CLIENTS, beginsOn, client, team, "", "", "", ""),
                new SumKey(Unit.DAY_MODELS, beginsOn, "", team, "", provider, model, route),
                new SumKey(Unit.MONTH, month, client, team, "", provider, model, route));
    }
}
