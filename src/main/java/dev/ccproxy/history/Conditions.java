package dev.ccproxy.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WHERE clause with the values of its parameters. What is not asked for is no part of it, so that indexes are used. */
final class Conditions {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** Adds a condition with one parameter, or none if its value is null. */
    Conditions and(String condition, @Nullable Object value) {
        if (value != null) {
            and(condition);
            values.add(value);
        }
        return this;
    }

    /** Adds a condition without a parameter. */
    Conditions and(String condition) {
        sql.append(sql.isEmpty() ? " WHERE " : " AND ").append(condition);
        return this;
    }

    List<Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return sql.toString();
    }
}
