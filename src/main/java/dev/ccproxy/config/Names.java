package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads lists of names that are a part of other keys. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** A longer one may be a key in the wrong place. */
    private static final Pattern SHOWN = Pattern.compile("(?!sk-)[A-Za-z0-9._-]{1,20}");

    private final ValueReader reader;
    private final Faults faults;

    Names(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /** Whether it can be the name of a provider, a route, a client or a team. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The names, each once, in the configured order. */
    List<String> read(String key) {
        List<String> names = new ArrayList<>();
        List<String> all = reader.list(key);
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i);
            if (!isName(name)) {
                String shown = SHOWN.matcher(name).matches() ? name : "number " + (i + 1);
                faults.add(
                        key,
                        "has the name " + shown + "; a name is 1 to 63 lower-case letters, digits and hyphens,"
                                + " and does not begin with a hyphen");
            } else if (names.contains(name)) {
                faults.add(key, "has the name " + name + " twice; remove one");
            } else {
                names.add(name);
            }
        }
        return names;
    }
}
