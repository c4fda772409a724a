package dev.ccproxy.usage;

import dev.ccproxy.config.Settings;
import dev.ccproxy.database.Database;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.prices.Prices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Makes what counts, without CDI's proxies, because JMX reads it on threads that do not belong to this application. */
@ApplicationScoped
public class UsageProducer {

    public UsageProducer() {}

    @Produces
    @Singleton
    public UsageTotals totals() {
        return new UsageTotals();
    }

    /** One that does not write yet. */
    @Produces
    @Singleton
    public Ledger ledger(Settings settings, Prices prices, Budgets budgets, Optional<Database> database) {
        return new Ledger(
                database, settings.usage(), prices, budgets, settings.storage().node(), InstantSource.system());
    }

    @Produces
    @Singleton
    public Activity activity() {
        return new Activity();
    }
}
