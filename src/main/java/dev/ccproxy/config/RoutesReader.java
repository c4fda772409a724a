package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code ccproxy.routes} and {@code ccproxy.route.NAME.*} into {@link RouteSettings}. */
final class RoutesReader {

    private static final String KEY = "ccproxy.routes";

    /** What a route has, as in the environment. */
    static final String SETTINGS =
            "TARGETS|MODELS|MIN_INPUT_TOKENS|THINKING|TOOLS|CLIENTS|TEAMS|REQUEST_CLASS|SUB_AGENT" + "|PARAMETERS_.+";

    private static final int MAX_TOKENS = 100_000_000;

    private final ValueReader reader;
    private final Faults faults;
    private final Names names;
    private final TargetsReader targets;
    private final Set<String> providers;

    /** With the names of the configured providers. */
    RoutesReader(ValueReader reader, Faults faults, Set<String> providers) {
        this.reader = reader;
        this.faults = faults;
        this.providers = providers;
        names = new Names(reader, faults);
        targets = new TargetsReader(reader, faults, providers);
    }

    /** The routes, in the order in which they are tried. */
    Map<String, RouteSettings> read() {
        Map<String, RouteSettings> routes = new LinkedHashMap<>();
        for (String name : names.read(KEY)) {
            if (providers.contains(name)) {
                faults.add(
                        KEY,
                        "has the name " + name + ", which is a provider's; routes and providers share one set of"
                                + " names, because clients ask for NAME/MODEL; choose another name for the route");
            } else {
                routes.put(name, route("ccproxy.route." + name));
            }
        }
        return Collections.unmodifiableMap(routes);
    }

    private RouteSettings route(String key) {
        RouteConditions conditions = new RouteConditions(
                models(key + ".models"),
                reader.optionalNumber(key + ".min-input-tokens", 1, MAX_TOKENS),
                flag(key + ".thinking"),
                globs(key + ".tools"),
                new LinkedHashSet<>(names.read(key + ".clients")),
                new LinkedHashSet<>(names.read(key + ".teams")),
                new LinkedHashSet<>(reader.list(key + ".request-class")),
                flag(key + ".sub-agent"));
        return new RouteSettings(
                conditions, targets.read(key + ".targets"), new ParametersReader(reader, faults).read(key));
    }

    /** A star alone is no condition: every request asks for a model, or may do so. */
    private List<Glob> models(String key) {
        List<Glob> models = globs(key);
        return models.contains(new Glob("*")) ? List.of() : models;
    }

    private List<Glob> globs(String key) {
        return reader.list(key).stream().map(Glob::new).toList();
    }

    private @Nullable Boolean flag(String key) {
        return reader.text(key) == null ? null : reader.flag(key, true);
    }

    /** Of the routes that no request reaches, because one before them takes them all. */
    static List<String> warnings(Map<String, RouteSettings> routes) {
        List<String> after = new ArrayList<>();
        String all = "";
        for (Map.Entry<String, RouteSettings> route : routes.entrySet()) {
            if (!all.isEmpty()) {
                after.add(route.getKey());
            } else if (route.getValue().conditions().none()) {
                all = route.getKey();
            }
        }
        return after.isEmpty()
                ? List.of()
                : List.of(KEY + ": no request that does not name it comes to "
                        + after.stream().collect(Collectors.joining(", ")) + ", because " + all
                        + " before it has no condition and takes every one; put " + all + " last");
    }
}
