package dev.ccproxy.config;

import static dev.ccproxy.config.LimitSetting.BUDGET_PER_DAY;
import static dev.ccproxy.config.LimitSetting.BUDGET_PER_MONTH;
import static dev.ccproxy.config.LimitSetting.BUDGET_PER_WEEK;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code budget-per-day}, {@code budget-per-week} and {@code budget-per-month} of a client, a team or their defaults. */
final class BudgetsReader {

    private static final Map<Period, LimitSetting> SETTINGS = new EnumMap<>(Map.of(
            Period.DAY, BUDGET_PER_DAY,
            Period.WEEK, BUDGET_PER_WEEK,
            Period.MONTH, BUDGET_PER_MONTH));

    private static final Pattern USD = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(?:USD|usd)");
    private static final Pattern TOKENS = Pattern.compile("([0-9]{1,15}) ?tokens");

    /** Lifts a default. */
    private static final String UNLIMITED = "unlimited";

    private final ValueReader reader;
    private final Faults faults;

    BudgetsReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /**
     * The budgets of one holder.
     *
     * @param holder such as {@code ccproxy.client.alice}
     * @param defaults for each period that is not set
     */
    List<Budget> read(String holder, List<Budget> defaults) {
        List<Budget> budgets = new ArrayList<>();
        SETTINGS.forEach((period, setting) -> {
            List<String> values = reader.list(setting.of(holder));
            if (values.isEmpty()) {
                defaults.stream().filter(budget -> budget.period() == period).forEach(budgets::add);
            } else if (values.size() != 1 || !values.get(0).equalsIgnoreCase(UNLIMITED)) {
                budgets.addAll(read(setting.of(holder), period, values));
            }
        });
        return List.copyOf(budgets);
    }

    private List<Budget> read(String key, Period period, List<String> values) {
        Map<Unit, Budget> budgets = new EnumMap<>(Unit.class);
        for (String value : values) {
            Budget budget = budget(period, value);
            if (budget == null || budget.max().signum() == 0 || budgets.put(budget.unit(), budget) != null) {
                faults.add(
                        key,
                        "must be an amount of more than 0 such as 25.50 USD or 2000000 tokens, or one of each with a"
                                + " comma between them, or unlimited");
                return List.of();
            }
        }
        return List.copyOf(budgets.values());
    }

    private static @Nullable Budget budget(Period period, String value) {
        Matcher usd = USD.matcher(value);
        if (usd.matches()) {
            return new Budget(Unit.USD, period, new BigDecimal(usd.group(1)));
        }
        Matcher tokens = TOKENS.matcher(value);
        return tokens.matches() ? new Budget(Unit.TOKENS, period, new BigDecimal(tokens.group(1))) : null;
    }
}
