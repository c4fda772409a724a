package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the targets of a route: {@code PROVIDER} or {@code PROVIDER/MODEL}, comma-separated in the order of preference;
 * {@code |} joins equal ones, with an optional weight, as in {@code a*2|b, c}.
 */
final class TargetsReader {

    private static final int MAX_WEIGHT = 1000;

    private static final Pattern TARGET =
            Pattern.compile("([a-z0-9][a-z0-9-]{0,62})(?:/([^\\s*]{1,200}))?(?:\\s*\\*\\s*([0-9]{1,4}))?");

    private final ValueReader reader;
    private final Faults faults;
    private final Set<String> providers;

    TargetsReader(ValueReader reader, Faults faults, Set<String> providers) {
        this.reader = reader;
        this.faults = faults;
        this.providers = providers;
    }

    /** In the order of preference; those of one inner list are equal. */
    List<List<TargetSetting>> read(String key) {
        List<List<TargetSetting>> targets = new ArrayList<>();
        List<String> groups = reader.list(key);
        if (groups.isEmpty()) {
            faults.add(
                    key,
                    "is missing; set where the route leads, such as " + example() + ", or remove it from"
                            + " ccproxy.routes");
        }
        for (String group : groups) {
            List<TargetSetting> equal = new ArrayList<>();
            for (String written : group.split("\\|", -1)) {
                TargetSetting target = target(written.strip());
                if (target == null) {
                    faults.add(
                            key,
                            "must be PROVIDER or PROVIDER/MODEL, in the order of preference and divided by commas, equal"
                                    + " ones by | and with a weight from 1 to " + MAX_WEIGHT
                                    + " where they are to get unequal shares, such as " + example()
                                    + "; PROVIDER is one of those in ccproxy.providers"
                                    + (providers.isEmpty() ? ", which is empty" : ": " + String.join(", ", providers)));
                    return targets;
                }
                equal.add(target);
            }
            targets.add(List.copyOf(equal));
        }
        return List.copyOf(targets);
    }

    private static String example() {
        return "anthropic*2|bedrock, openai/gpt-5";
    }

    private @Nullable TargetSetting target(String written) {
        Matcher target = TARGET.matcher(written);
        if (!target.matches() || !providers.contains(target.group(1))) {
            return null;
        }
        int weight = target.group(3) == null ? 1 : Integer.parseInt(target.group(3));
        return weight < 1 || weight > MAX_WEIGHT ? null : new TargetSetting(target.group(1), target.group(2), weight);
    }
}
