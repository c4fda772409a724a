package dev.ccproxy.usage;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.PriceFile;
import dev.ccproxy.config.Role;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.prices.Prices;
import dev.ccproxy.usage.UsageRecord.Asked;
import dev.ccproxy.usage.UsageRecord.Estimate;
import dev.ccproxy.usage.UsageRecord.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Attempts for the tests, of a model that costs 3 dollars for a million tokens of input and 15 for a million of output. */
final class Records {

    static final String PRICES =
            "acme/model from=2026-01-01 input=3 output=15 cache-read=0.30 cache-write=3.75 cache-write-1h=6";

    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private Records() {}

    static Prices prices() {
        try {
            return new Prices(PriceFile.parse(PRICES.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Client client(String name, @Nullable String team, Role role) {
        return new Client(name, team, role, "01234567");
    }

    static Usage usage(long input, long output) {
        return new Usage(input, output, 0L, 0L, null, null);
    }

    /** One that was served. */
    static UsageRecord served(Instant at, String client, @Nullable String team, long input, long output) {
        return record(at, client, team, "session-1", "model", null, usage(input, output), Estimate.NONE);
    }

    static UsageRecord record(
            Instant at,
            String client,
            @Nullable String team,
            @Nullable String session,
            String model,
            @Nullable Failure failure,
            Usage usage,
            Estimate estimate) {
        return new UsageRecord(
                at,
                client(client, team, Role.CLIENT),
                "request",
                Operation.MESSAGES,
                new Asked("alias", session, "main", "long", ""),
                "acme",
                model,
                false,
                failure,
                200,
                usage,
                estimate,
                Duration.ofMillis(100),
                Duration.ofMillis(1500),
                1000,
                "provider-request");
    }
}
