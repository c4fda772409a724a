package dev.ccproxy.usage;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * By which names models are added up. Clients may ask for any number of models, and each that is told apart has sums for
 * ever: one is, once a provider has accepted it, or if it has a price.
 */
final class SumModels {

    /** Beyond so many models of all providers, a new one counts as {@link UsageTotals#OTHER}. */
    private static final int MAX_MODELS = 2000;

    private final Set<UsageTotals.Model> known = new HashSet<>();

    /** Only on one thread. */
    String of(UsageRecord record, BooleanSupplier priced) {
        String name = record.model();
        if (name == null || name.isEmpty() || name.length() > Texts.MAX_NAME || name.indexOf('\0') >= 0) {
            return UsageTotals.OTHER;
        }
        UsageTotals.Model model = new UsageTotals.Model(record.provider(), name);
        if (known.contains(model)) {
            return name;
        }
        boolean accepted = record.status() != null && record.status() < 300;
        if ((!accepted && !priced.getAsBoolean()) || known.size() >= MAX_MODELS) {
            return UsageTotals.OTHER;
        }
        known.add(model);
        return name;
    }
}
