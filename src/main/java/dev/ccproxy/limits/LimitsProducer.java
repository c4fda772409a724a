package dev.ccproxy.limits;

import dev.ccproxy.config.Settings;
import dev.ccproxy.prices.Prices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the one limiter of the application and its budgets, with what is configured. */
@ApplicationScoped
public class LimitsProducer {

    public LimitsProducer() {}

    @Produces
    @Singleton
    public Limiter limiter(Settings settings) {
        Limiter limiter = new Limiter(System::nanoTime);
        limiter.use(settings.limits());
        return limiter;
    }

    @Produces
    @Singleton
    public Budgets budgets(Settings settings, Prices prices) {
        Budgets budgets = new Budgets(settings.usage(), prices, InstantSource.system(), System::nanoTime);
        budgets.use(settings.limits());
        return budgets;
    }
}
