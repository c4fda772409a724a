package dev.ccproxy.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what counts, without CDI's proxies, because JMX reads it on threads that do not belong to this application. */
@ApplicationScoped
public class UsageProducer {

    public UsageProducer() {}

    @Produces
    @Singleton
    public UsageTotals totals() {
        return new UsageTotals();
    }

    @Produces
    @Singleton
    public Activity activity() {
        return new Activity();
    }
}
