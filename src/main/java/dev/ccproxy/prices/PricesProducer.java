package dev.ccproxy.prices;

import dev.ccproxy.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the prices of this application. */
@ApplicationScoped
public class PricesProducer {

    public PricesProducer() {}

    /** Those that were read at the start. */
    @Produces
    @Singleton
    public Prices prices(Settings settings) {
        return new Prices(settings.usage().prices());
    }

    /** The file that they came from, which is not looked at yet. */
    @Produces
    @Singleton
    public WatchedPriceFile file(Settings settings, Prices prices) {
        return new WatchedPriceFile(settings.usage().pricesFile(), prices);
    }
}
