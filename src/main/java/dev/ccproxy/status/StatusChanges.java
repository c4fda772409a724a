package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.JsonbResolver;
import dev.ccproxy.maintenance.Maintenance;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the providers, numbered, and as events for listeners. Of each provider the number of its last change is
 * known: so a listener that comes back, or has been slow, gets the present health of those providers that have changed since.
 */
final class StatusChanges {

    /** What a provider's figures depend on, but for the time that passes, and the number of its last change. */
    private record Version(
            String reason, Instant since, @Nullable Instant checkedAt, List<ProviderTraffic.Rest> rests, long number) {

        private static Version of(ProviderStatus provider, long number) {
            return new Version(
                    provider.reason(),
                    provider.since(),
                    provider.checkedAt(),
                    provider.traffic().rests().stream()
                            .map(ProviderTraffic.Rest::untimed)
                            .toList(),
                    number);
        }
    }

    /** What is true of all providers together. */
    private record Overall(
            boolean stale,
            @Nullable String unavailable,
            @Nullable Maintenance maintenance) {}

    /** What a listener does not know yet. */
    static final class News {

        private final long last;
        private final byte[] event;

        private News(long last, byte[] event) {
            this.last = last;
            this.event = event;
        }

        /** The number of the last change in it. */
        long last() {
            return last;
        }

        /** Empty if there is nothing new. */
        byte[] event() {
            return event;
        }
    }

    /** Event ids of another run of this program mean nothing. */
    private final String run = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private final Map<String, Version> versions = new HashMap<>();

    /** The events of the last look, by the last change that the listener knows, because most know the same. */
    private final Map<Long, byte[]> events = new HashMap<>();

    private long number;
    private @Nullable Overall overall;
    private @Nullable ProvidersStatus latest;

    /** The number in the id of an event of this run; -1 for anything else. */
    long number(@Nullable String eventId) {
        String prefix = run + "-";
        if (eventId == null || !eventId.startsWith(prefix)) {
            return -1;
        }
        try {
            return Long.parseLong(eventId.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Takes what is true now, and numbers what of it has changed. */
    synchronized void look(ProvidersStatus now) {
        latest = now;
        events.clear();
        long next = number + 1;
        for (ProviderStatus provider : now.providers()) {
            Version last = versions.get(provider.name());
            if (last == null || !last.equals(Version.of(provider, last.number()))) {
                number = next;
                versions.put(provider.name(), Version.of(provider, next));
            }
        }
        Overall present = new Overall(now.stale(), now.unavailable(), now.maintenance());
        if (!present.equals(overall)) {
            overall = present;
            number = next;
        }
    }

    /**
     * What comes after a change.
     *
     * @param last its number; -1 if the listener knows nothing
     */
    synchronized News after(long last) {
        if (last == number) {
            return new News(number, new byte[0]);
        }
        return new News(number, events.computeIfAbsent(last < 0 || last > number ? -1 : last, this::event));
    }

    private byte[] event(long last) {
        ProvidersStatus all = Objects.requireNonNull(latest);
        ProvidersStatus data = last < 0
                ? all
                : new ProvidersStatus(
                        all.ageSeconds(),
                        all.stale(),
                        all.unavailable(),
                        all.maintenance(),
                        all.configuration(),
                        all.providers().stream()
                                .filter(provider -> Objects.requireNonNull(versions.get(provider.name()))
                                                .number()
                                        > last)
                                .toList());
        String text = "id: " + run + "-" + number + "\nevent: " + (last < 0 ? "snapshot" : "update") + "\ndata: "
                + JsonbResolver.JSONB.toJson(data) + "\n\n";
        return text.getBytes(UTF_8);
    }
}
