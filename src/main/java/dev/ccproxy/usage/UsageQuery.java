package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Query;
import dev.ccproxy.usage.SumKey.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request for sums asks for. Wrong values are 400, and what a client may not see is 403.
 *
 * @param by what sums are told apart by, in the order that is asked for
 * @param from the first day
 * @param to the last day
 * @param filters what a sum must have to be counted
 * @param unit whose sums are read
 * @param oldest the first day of which the sums of days are kept
 */
record UsageQuery(
        List<Dimension> by, LocalDate from, LocalDate to, Map<Dimension, String> filters, Unit unit, LocalDate oldest) {

    static final int MAX_ROWS = 10_000;

    private static final int MAX_VALUE = 128;

    /** Where somebody may ask for all that there is. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    /**
     * Reads a raw query.
     *
     * @param query null if there is none
     * @param oldest the first day of which the sums of days are kept
     */
    static UsageQuery of(@Nullable String query, Client client, LocalDate today, LocalDate oldest) {
        List<Dimension> by = by(Query.value(query, "by"));
        Map<Dimension, String> filters = filters(query);
        limit(client, by, filters);
        String month = Query.value(query, "month");
        String from = Query.value(query, "from");
        String to = Query.value(query, "to");
        if (month != null && (from != null || to != null)) {
            throw wrong("month must be given alone, or from and to in its place");
        }
        LocalDate first = month != null ? month(month) : from == null ? today.withDayOfMonth(1) : day("from", from);
        LocalDate last = month != null ? endOfMonth(first) : to == null ? today : day("to", to);
        if (from == null && month == null && to != null) {
            first = last.withDayOfMonth(1);
        }
        if (last.isBefore(first)) {
            throw wrong("from must not be after to");
        }
        Unit unit = unit(by, filters, first, last, today);
        if (unit != Unit.MONTH && from == null && month == null && !last.isBefore(oldest)) {
            first = first.isBefore(oldest) ? oldest : first;
        }
        if (unit != Unit.MONTH && first.isBefore(oldest)) {
            throw wrong("from must be " + oldest + " or later for days, sessions and parts of months"
                    + " (ccproxy.usage.retention); whole months are kept for ever");
        }
        return new UsageQuery(by, first, last, filters, unit, oldest);
    }

    private static List<Dimension> by(@Nullable String text) {
        List<Dimension> by = new ArrayList<>();
        if (text == null || text.isEmpty()) {
            return by;
        }
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            Dimension dimension = Dimension.named(text.substring(from, end).strip());
            if (dimension == null || by.contains(dimension)) {
                throw wrong("by must be a list of " + Dimension.names(Arrays.asList(Dimension.values()))
                        + ", each once at most");
            }
            by.add(dimension);
            from = end + 1;
        }
        return List.copyOf(by);
    }

    private static Map<Dimension, String> filters(@Nullable String query) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            String value = dimension.isFilter() ? Query.value(query, dimension.toString()) : null;
            if (value != null) {
                if (value.length() > MAX_VALUE || value.indexOf('\0') >= 0) {
                    throw wrong(dimension + " must have at most " + MAX_VALUE + " characters");
                }
                filters.put(dimension, value);
            }
        }
        return filters;
    }

    /** A client sees its own usage, an operator everybody's, and all others no name of a client, team or session. */
    private static void limit(Client client, List<Dimension> by, Map<Dimension, String> filters) {
        if (client.isLocal() || client.role() == Role.MONITOR) {
            boolean names = by.stream().anyMatch(Dimension::isOfPeople)
                    || filters.keySet().stream().anyMatch(Dimension::isOfPeople);
            if (names) {
                throw new ErrorException(
                        ErrorType.PERMISSION,
                        "Usage by client, team or session needs an operator's key, or a client's for its own");
            }
        } else if (client.role() == Role.CLIENT) {
            String asked = filters.put(Dimension.CLIENT, client.name());
            if (asked != null && !asked.equals(client.name())) {
                throw new ErrorException(ErrorType.PERMISSION, "Another client's usage needs an operator's key");
            }
        }
    }

    private static LocalDate month(String text) {
        try {
            return inRange(YearMonth.parse(text).atDay(1));
        } catch (DateTimeException e) {
            throw wrong("month must be a month such as 2026-11");
        }
    }

    private static LocalDate day(String name, String text) {
        try {
            return inRange(LocalDate.parse(text));
        } catch (DateTimeException e) {
            throw wrong(name + " must be a day such as 2026-11-30");
        }
    }

    private static LocalDate inRange(LocalDate day) {
        if (day.isBefore(FIRST_DAY) || day.getYear() > 9999) {
            throw new DateTimeException("out of range");
        }
        return day;
    }

    private static LocalDate endOfMonth(LocalDate day) {
        return day.with(TemporalAdjusters.lastDayOfMonth());
    }

    private static Unit unit(
            List<Dimension> by, Map<Dimension, String> filters, LocalDate from, LocalDate to, LocalDate today) {
        if (by.contains(Dimension.SESSION) || filters.containsKey(Dimension.SESSION)) {
            return Unit.SESSION;
        }
        boolean whole = from.getDayOfMonth() == 1 && (to.equals(endOfMonth(to)) || !to.isBefore(today));
        if (whole && !by.contains(Dimension.DAY)) {
            return Unit.MONTH;
        }
        if (!by.contains(Dimension.CLIENT) && !filters.containsKey(Dimension.CLIENT)) {
            return Unit.DAY_MODELS;
        }
        boolean models = by.stream().anyMatch(Dimension::isOfModels)
                || filters.keySet().stream().anyMatch(Dimension::isOfModels);
        return models ? Unit.DAY : Unit.DAY_CLIENTS;
    }

    /**
     * The days of the month that it does not ask for, if they are fewer than those that it asks for: then the sums of the
     * month without theirs are found sooner. Empty if it asks for days, or for those of several months.
     */
    List<UsageQuery> restOfMonth() {
        LocalDate begin = from.withDayOfMonth(1);
        LocalDate end = endOfMonth(from);
        boolean most = 2 * ChronoUnit.DAYS.between(from, to) > end.getDayOfMonth();
        if (unit != Unit.DAY || by.contains(Dimension.DAY) || to.isAfter(end) || begin.isBefore(oldest) || !most) {
            return List.of();
        }
        return Stream.of(in(begin, from.minusDays(1)), in(to.plusDays(1), end))
                .filter(rest -> !rest.to.isBefore(rest.from))
                .toList();
    }

    private UsageQuery in(LocalDate first, LocalDate last) {
        return new UsageQuery(by, first, last, filters, unit, oldest);
    }

    /** The same of the whole month. */
    UsageQuery ofMonth() {
        return new UsageQuery(by, from.withDayOfMonth(1), endOfMonth(from), filters, Unit.MONTH, oldest);
    }

    boolean matches(SumKey key) {
        return key.unit() == unit
                && !key.beginsOn().isBefore(from)
                && !key.beginsOn().isAfter(to)
                && filters.entrySet().stream()
                        .allMatch(filter -> filter.getKey().of(key).equals(filter.getValue()));
    }

    static ErrorException tooMuch() {
        return wrong("There are more than " + MAX_ROWS
                + " sums; ask for a shorter range, fewer dimensions, or one client, team or model");
    }

    private static ErrorException wrong(String message) {
        return new ErrorException(ErrorType.INVALID_REQUEST, message);
    }
}
