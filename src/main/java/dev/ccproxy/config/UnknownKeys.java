package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds keys under {@code ccproxy} that nothing reads, most of them misspelt. A key may be set in the environment, where
 * MicroProfile Config looks for it in capitals with an underscore in the place of every other character.
 */
final class UnknownKeys {

    /**
     * A setting of something that must be listed.
     *
     * @param what such as {@code provider}; the list is then {@code ccproxy.providers}
     */
    private record Listed(String what, Pattern setting) {

        Listed(String what, Enum<?>... settings) {
            this(what, Arrays.stream(settings).map(Enum::name).collect(Collectors.joining("|")));
        }

        /** With the names of the settings, as in the environment. */
        Listed(String what, String settings) {
            this(what, Pattern.compile("CCPROXY_" + what.toUpperCase(Locale.ROOT) + "_.+_(" + settings + ")"));
        }
    }

    private static final List<Listed> LISTED = List.of(
            new Listed("provider", ProviderSetting.values()),
            new Listed("route", RoutesReader.SETTINGS),
            new Listed("client", LimitSetting.values()),
            new Listed("team", LimitSetting.values()));

    private final ConfigValues values;
    private final Set<String> names;
    private final Set<String> asked;

    /** The same in the spelling of the environment, by their keys. */
    private final Map<String, String> spellings = new TreeMap<>();

    UnknownKeys(ConfigValues values) {
        this.values = values;
        names = values.names();
        asked = values.asked().stream()
                .filter(key -> key.startsWith("ccproxy."))
                .collect(Collectors.toCollection(TreeSet::new));
        asked.forEach(key -> spellings.put(key, inEnvironment(key)));
    }

    List<String> warnings() {
        Set<String> askedInEnvironment = Set.copyOf(spellings.values());
        Set<String> namesInEnvironment = names.stream()
                .filter(UnknownKeys::isEnvironmentName)
                .map(UnknownKeys::inEnvironment)
                .collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>();
        for (String name : names) {
            boolean unknown;
            if (isEnvironmentName(name)) {
                String upperCase = inEnvironment(name);
                unknown = !askedInEnvironment.contains(upperCase)
                        && !ServiceLinks.isServiceLink(upperCase, values.raw(name));
            } else {
                // Some servers list an environment variable a second time, as the key that it may stand for.
                unknown = name.startsWith("ccproxy.")
                        && !asked.contains(name)
                        && !namesInEnvironment.contains(inEnvironment(name));
            }
            if (unknown) {
                String spelling = inEnvironment(name);
                String why = askedInEnvironment.contains(spelling) ? "" : unlisted(spelling);
                warnings.add(
                        name + " is not a known setting and is ignored" + why + "; the nearest is " + nearest(name));
            }
        }
        return warnings;
    }

    private static String unlisted(String spelling) {
        return LISTED.stream()
                .filter(listed -> listed.setting().matcher(spelling).matches())
                .findFirst()
                .map(listed -> ", because ccproxy." + listed.what() + "s lists no such " + listed.what())
                .orElse("");
    }

    private String nearest(String name) {
        boolean environment = isEnvironmentName(name);
        String spelling = inEnvironment(name);
        String key = asked.stream()
                .min(Comparator.comparingInt(
                        known -> levenshteinDistance(String.valueOf(spellings.get(known)), spelling)))
                .orElseThrow();
        return environment ? inEnvironment(key) : key;
    }

    private static boolean isEnvironmentName(String name) {
        return name.regionMatches(true, 0, "ccproxy_", 0, "ccproxy_".length());
    }

    private static String inEnvironment(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** How many characters must be inserted, deleted or replaced to turn one word into the other. */
    private static int levenshteinDistance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[other.length()];
    }
}
