package dev.ccproxy.config;

import static dev.ccproxy.config.LimitSetting.CONCURRENT_REQUESTS;
import static dev.ccproxy.config.LimitSetting.MODELS;
import static dev.ccproxy.config.LimitSetting.REQUESTS_PER_MINUTE;
import static dev.ccproxy.config.LimitSetting.TOKENS_PER_MINUTE;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.client.NAME.*}, {@code ccproxy.team.NAME.*} and the defaults for both into {@link LimitsSettings}. */
final class LimitsReader {

    private static final int MAX_REQUESTS = 100_000;
    private static final int MAX_TOKENS = 1_000_000_000;

    /** Lifts a default. */
    private static final String UNLIMITED = "unlimited";

    private static final Pattern MODEL = Pattern.compile("[!-~]{1,200}");

    /** What somebody may write who wants to allow all models, or none; as a name it would be no model's. */
    private static final Pattern NO_MODEL = Pattern.compile("(?i)unlimited|all|any|none|off");

    private final ValueReader reader;
    private final Faults faults;

    LimitsReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    LimitsSettings read() {
        Limits client = limits("ccproxy.limits.client", Limits.NONE);
        Limits team = limits("ccproxy.limits.team", Limits.NONE);
        return new LimitsSettings(
                client,
                team,
                named("ccproxy.clients", "ccproxy.client.", client),
                named("ccproxy.teams", "ccproxy.team.", team));
    }

    private Map<String, Limits> named(String list, String prefix, Limits defaults) {
        Map<String, Limits> limits = new LinkedHashMap<>();
        for (String name : new Names(reader, faults).read(list)) {
            limits.put(name, limits(prefix + name, defaults));
        }
        return Collections.unmodifiableMap(limits);
    }

    private Limits limits(String holder, Limits defaults) {
        return new Limits(
                number(REQUESTS_PER_MINUTE.of(holder), MAX_REQUESTS, defaults.requestsPerMinute()),
                number(TOKENS_PER_MINUTE.of(holder), MAX_TOKENS, defaults.tokensPerMinute()),
                number(CONCURRENT_REQUESTS.of(holder), MAX_REQUESTS, defaults.concurrentRequests()),
                models(MODELS.of(holder), defaults.models()),
                new BudgetsReader(reader, faults).read(holder, defaults.budgets()));
    }

    /** The default if it is not set; null for any number. */
    private @Nullable Integer number(String key, int max, @Nullable Integer fallback) {
        return reader.text(key) == null ? fallback : reader.numberOr(UNLIMITED, key, 1, max);
    }

    private List<Glob> models(String key, List<Glob> defaults) {
        List<String> patterns = reader.list(key);
        for (String pattern : patterns) {
            if (!MODEL.matcher(pattern).matches() || NO_MODEL.matcher(pattern).matches()) {
                faults.add(
                        key,
                        "must be a comma-separated list of models, each MODEL or PROVIDER/MODEL, in which * stands for any"
                                + " characters; a single * allows all");
                return List.of();
            }
        }
        return patterns.isEmpty() ? defaults : patterns.stream().map(Glob::new).toList();
    }
}
