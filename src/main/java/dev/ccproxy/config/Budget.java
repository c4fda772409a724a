package dev.ccproxy.config;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * How much a client or a team may use in a period.
 *
 * @param max more than 0; a whole number if it is of tokens
 */
public record Budget(Unit unit, Period period, BigDecimal max) {

    /** Of what a budget is. */
    public enum Unit {
        /** US dollars. */
        USD,
        /** Tokens, but for those that were read from a cache. */
        TOKENS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How long it must last; a period begins when a day does in {@code ccproxy.budget.time-zone}. */
    public enum Period {
        DAY,
        /** From Monday on. */
        WEEK,
        MONTH;

        /** How often one begins: {@code daily}, {@code weekly} or {@code monthly}. */
        public String frequency() {
            return switch (this) {
                case DAY -> "daily";
                case WEEK -> "weekly";
                case MONTH -> "monthly";
            };
        }

        /** The first day of the period that has this day. */
        public LocalDate beginning(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        /** The first day of the period after the one that begins on this day. */
        public LocalDate next(LocalDate beginning) {
            return switch (this) {
                case DAY -> beginning.plusDays(1);
                case WEEK -> beginning.plusWeeks(1);
                case MONTH -> beginning.plusMonths(1);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
