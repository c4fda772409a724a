package dev.ccproxy.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** By what sums can be told apart. */
enum Dimension {
    DAY("begins_on"),
    MONTH("EXTRACT(YEAR FROM begins_on) * 100 + EXTRACT(MONTH FROM begins_on)"),
    CLIENT("client"),
    TEAM("team"),
    MODEL("model"),
    PROVIDER("provider"),
    ROUTE("route"),
    SESSION("session_id");

    private static final int HUNDRED = 100;

    private final String column;

    Dimension(String column) {
        this.column = column;
    }

    /** As a query names it; null if there is none. */
    static @Nullable Dimension named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String names(List<Dimension> dimensions) {
        return dimensions.stream().map(Dimension::toString).collect(Collectors.joining(", "));
    }

    /** Of the table of sums. */
    String column() {
        return column;
    }

    /** In a sum. */
    String of(SumKey key) {
        return switch (this) {
            case DAY -> key.beginsOn().toString();
            case MONTH ->
                month(key.beginsOn().getYear() * HUNDRED + key.beginsOn().getMonthValue());
            case CLIENT -> key.client();
            case TEAM -> key.team();
            case MODEL -> key.model();
            case PROVIDER -> key.provider();
            case ROUTE -> key.route();
            case SESSION -> key.session();
        };
    }

    /** As it is told, from what the column has. */
    String shown(String value) {
        return this == MONTH ? month(Integer.parseInt(value)) : value;
    }

    private static String month(int number) {
        return number / HUNDRED + (number % HUNDRED < 10 ? "-0" : "-") + number % HUNDRED;
    }

    /** Whether it tells who somebody is. */
    boolean isOfPeople() {
        return this == CLIENT || this == TEAM || this == SESSION;
    }

    /** Whether it tells where requests went. */
    boolean isOfModels() {
        return this == MODEL || this == PROVIDER || this == ROUTE;
    }

    /** Whether a query can ask for one of its values: a range is asked for otherwise. */
    boolean isFilter() {
        return this != DAY && this != MONTH;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
