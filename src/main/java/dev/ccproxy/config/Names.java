package dev.ccproxy.config;

import java.util.regex.Pattern;

/** The names that people give to providers, routes, clients and teams. */
final class Names {

    static final String RULE =
            "a name is 1 to 63 lower-case letters, digits and hyphens, and does not begin with a hyphen";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private static final Pattern SHOWN = Pattern.compile("(?!sk-)[A-Za-z0-9._-]{1,20}");

    private Names() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A name in a fault, or its place in the list: a long one may be a key in the wrong place. */
    static String shown(String name, int index) {
        return SHOWN.matcher(name).matches() ? name : "number " + (index + 1);
    }
}
