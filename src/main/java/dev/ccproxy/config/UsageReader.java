package dev.ccproxy.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.usage.retention}, {@code ccproxy.budget.*} and {@code ccproxy.prices-file}. */
final class UsageReader {

    private static final String PRICES_FILE = "ccproxy.prices-file";
    private static final String TIME_ZONE = "ccproxy.budget.time-zone";

    private static final Duration MIN_RETENTION = Duration.ofDays(1);
    private static final Duration MAX_RETENTION = Duration.ofDays(3660);

    private enum WithoutDatabase {
        REFUSE,
        ALLOW
    }

    private final ValueReader reader;
    private final Faults faults;

    UsageReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    UsageSettings read() {
        Duration retention = reader.duration("ccproxy.usage.retention", MIN_RETENTION, MAX_RETENTION);
        PriceList prices = reader.file(PRICES_FILE, PriceFile::parse, "prices, as gateway/usage.md describes them");
        Path file = prices == null ? null : reader.path(PRICES_FILE);
        boolean strict = reader.flag("ccproxy.budget.strict");
        WithoutDatabase policy = reader.oneOf(
                "ccproxy.budget.without-database",
                WithoutDatabase.class,
                strict ? WithoutDatabase.REFUSE : WithoutDatabase.ALLOW);
        return new UsageSettings(
                Objects.requireNonNullElse(retention, MAX_RETENTION),
                timeZone(),
                file,
                prices == null ? PriceFile.shipped() : prices,
                strict,
                policy == WithoutDatabase.ALLOW);
    }

    private ZoneId timeZone() {
        String name = Objects.requireNonNull(reader.text(TIME_ZONE));
        ZoneId zone = zone(name);
        if (zone == null) {
            faults.add(TIME_ZONE, "must be a time zone such as UTC or Europe/Berlin, in this spelling");
        }
        return Objects.requireNonNullElse(zone, UsageSettings.DEFAULT.timeZone());
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
