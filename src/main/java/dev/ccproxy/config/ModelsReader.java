package dev.ccproxy.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code ccproxy.models} and {@code ccproxy.model.ALIAS}: names of our own for models of providers. */
final class ModelsReader {

    private static final String KEY = "ccproxy.models";

    /** No comma and no slash, which divide a provider's name from a model's. */
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

    private static final Pattern TARGET = Pattern.compile("([a-z0-9-]+)[/,](\\S{1,200})");

    private final ValueReader reader;
    private final Faults faults;

    ModelsReader(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /**
     * The aliases, in the configured order.
     *
     * @param providers the names that are configured
     * @param routes the same
     */
    Map<String, ModelAlias> read(Set<String> providers, Set<String> routes) {
        Map<String, ModelAlias> aliases = new LinkedHashMap<>();
        List<String> names = reader.list(KEY);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!ALIAS.matcher(name).matches()) {
                faults.add(
                        KEY,
                        "has a name, number " + (i + 1) + ", that is not 1 to 100 letters, digits, dots, underscores,"
                                + " colons and hyphens");
            } else if (aliases.containsKey(name)) {
                faults.add(KEY, "has the name " + name + " twice; remove one");
            } else {
                aliases.put(name, target("ccproxy.model." + name, providers, routes));
            }
        }
        return Collections.unmodifiableMap(aliases);
    }

    private ModelAlias target(String key, Set<String> providers, Set<String> routes) {
        String value = reader.text(key);
        if (value == null) {
            faults.add(key, "is missing; set PROVIDER/MODEL or the name of a route, or remove the name from " + KEY);
            return new ModelAlias("", null);
        }
        if (routes.contains(value)) {
            return new ModelAlias(value, null);
        }
        Matcher target = TARGET.matcher(value);
        if (target.matches() && providers.contains(target.group(1))) {
            return new ModelAlias(target.group(1), target.group(2));
        }
        faults.add(
                key,
                "must be PROVIDER/MODEL, where PROVIDER is one of those in ccproxy.providers"
                        + (providers.isEmpty() ? ", which is empty" : ": " + String.join(", ", providers))
                        + ", or one of those in ccproxy.routes"
                        + (routes.isEmpty() ? ", which is empty" : ": " + String.join(", ", routes)));
        return new ModelAlias("", null);
    }
}
