package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;

/** Reads lists of names that are a part of other keys. */
final class Names {

    private final ValueReader reader;
    private final Faults faults;

    Names(ValueReader reader, Faults faults) {
        this.reader = reader;
        this.faults = faults;
    }

    /** The names, each once, in the configured order. */
    List<String> read(String key) {
        List<String> names = new ArrayList<>();
        List<String> all = reader.list(key);
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i);
            if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                // A long name may be a key in the wrong place.
                String shown = name.matches("(?!sk-)[A-Za-z0-9._-]{1,20}") ? name : "number " + (i + 1);
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
