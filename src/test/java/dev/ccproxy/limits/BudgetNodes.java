package dev.ccproxy.limits;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.Limits;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.PriceFile;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.UsageSettings;
import dev.ccproxy.prices.Prices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Budgets for the tests: of a model that costs 3 dollars for a million tokens of input and 15 for a million of output. */
public final class BudgetNodes {

    /** A Wednesday. */
    public static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    public static final Budgets.Destination MODEL = new Budgets.Destination("acme", "model");

    private BudgetNodes() {}

    public static Prices prices() {
        String text = "acme/model from=2026-01-01 input=3 output=15 cache-read=0.30 cache-write=3.75 cache-write-1h=6";
        try {
            return new Prices(PriceFile.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Client client(String name, String team) {
        return new Client(name, team, Role.CLIENT, "01234567");
    }

    public static UsageSettings settings(boolean strict, boolean allowedWithoutDatabase) {
        return new UsageSettings(
                Duration.ofDays(400),
                ZoneId.of("UTC"),
                (Path) null,
                UsageSettings.DEFAULT.prices(),
                strict,
                allowedWithoutDatabase);
    }

    /** With these budgets for each client, and others for each team. */
    public static Budgets budgets(
            boolean strict, boolean allowed, List<Budget> ofClient, List<Budget> ofTeam, LongSupplier nanos) {
        Budgets budgets = new Budgets(settings(strict, allowed), prices(), () -> NOON, nanos);
        budgets.use(limits(ofClient, ofTeam));
        return budgets;
    }

    static LimitsSettings limits(List<Budget> ofClient, List<Budget> ofTeam) {
        return new LimitsSettings(limits(ofClient), limits(ofTeam), Map.of(), Map.of());
    }

    private static Limits limits(List<Budget> budgets) {
        return new Limits(null, null, null, List.of(), budgets);
    }

    public static Budget usd(Budget.Period period, String max) {
        return new Budget(Budget.Unit.USD, period, new BigDecimal(max));
    }

    public static Budget tokens(Budget.Period period, long max) {
        return new Budget(Budget.Unit.TOKENS, period, BigDecimal.valueOf(max));
    }
}
