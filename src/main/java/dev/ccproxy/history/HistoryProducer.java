package dev.ccproxy.history;

import dev.ccproxy.config.Settings;
import dev.ccproxy.database.Database;
import dev.ccproxy.monitor.Monitor;
import dev.ccproxy.usage.UsageTotals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Makes the history of this application. */
@ApplicationScoped
public class HistoryProducer {

    public HistoryProducer() {}

    /** One that does not write yet. */
    @Produces
    @Singleton
    public History history(Settings settings, Monitor monitor, UsageTotals totals, Optional<Database> database) {
        return new History(monitor, totals, database, settings.storage().node(), settings.fingerprints());
    }
}
