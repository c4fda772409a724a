package dev.ccproxy.usage;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What providers say in each response of the quota of the key that this program sends them ("Rate limits" in Anthropic's
 * API reference): {@code anthropic-ratelimit-requests-limit}, {@code …-remaining} and {@code …-reset}, and the same of
 * {@code tokens}, {@code input-tokens}, {@code output-tokens} and whatever comes after them.
 */
@ApplicationScoped
public class Quotas {

    /** How the header of a quota begins, in lower case. */
    public static final String HEADER = "anthropic-ratelimit-";

    /** Of one key; a provider may send any number of headers. */
    private static final int MAX_QUOTAS = 16;

    private static final int MAX_NAME_LENGTH = 40;

    /**
     * Whose quota.
     *
     * @param key the first eight hexadecimal digits of the SHA-256 digest of the provider's key
     */
    public record Holder(String provider, String key) {}

    /**
     * One quota, as the provider last told it; null what it did not tell.
     *
     * @param resetAt when it is full again
     */
    public record Quota(
            @Nullable Double limit,
            @Nullable Double remaining,
            @Nullable Instant resetAt) {

        private static final Quota UNKNOWN = new Quota(null, null, null);

        private Quota with(String what, String value) {
            try {
                return switch (what) {
                    case "limit" -> new Quota(number(value), remaining, resetAt);
                    case "remaining" -> new Quota(limit, number(value), resetAt);
                    case "reset" -> new Quota(limit, remaining, Instant.parse(value));
                    default -> this;
                };
            } catch (NumberFormatException | DateTimeException e) {
                // Not what the reference says: what was known stays known.
                return this;
            }
        }

        private static Double number(String value) {
            return (double) Long.parseLong(value);
        }
    }

    private final Map<Holder, Map<String, Quota>> quotas = new ConcurrentHashMap<>();

    public Quotas() {}

    /** Takes the headers of a quota, by their names in lower case, from a response that has just come. */
    public void add(Holder holder, Map<String, String> headers) {
        if (!headers.isEmpty()) {
            quotas.compute(holder, (unused, last) -> with(last == null ? Map.of() : last, headers));
        }
    }

    private static Map<String, Quota> with(Map<String, Quota> last, Map<String, String> headers) {
        Map<String, Quota> next = new TreeMap<>(last);
        headers.forEach((name, value) -> {
            int end = name.lastIndexOf('-');
            if (!name.startsWith(HEADER) || end <= HEADER.length() || end > HEADER.length() + MAX_NAME_LENGTH) {
                return;
            }
            String quota = name.substring(HEADER.length(), end);
            Quota known = next.getOrDefault(quota, Quota.UNKNOWN);
            Quota told = known.with(name.substring(end + 1), value);
            if (!told.equals(Quota.UNKNOWN) && (next.containsKey(quota) || next.size() < MAX_QUOTAS)) {
                next.put(quota, told);
            }
        });
        return Map.copyOf(next);
    }

    /** By whose it is, and by its name, such as {@code input-tokens}. */
    public Map<Holder, Map<String, Quota>> all() {
        return Map.copyOf(quotas);
    }
}
