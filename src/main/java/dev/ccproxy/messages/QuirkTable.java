package dev.ccproxy.messages;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * In what the providers and models of an API differ from each other: the rows of a file {@code quirks.txt} of the API's
 * package. All that match a host and a model count, a later one before an earlier one.
 */
public final class QuirkTable {

    private record Row(List<String> hosts, List<String> models, Map<String, String> settings) {

        static Row of(List<String> cells) {
            Map<String, String> settings = new HashMap<>();
            for (String setting : TableFile.split(cells.get(2), ' ')) {
                int equals = setting.indexOf('=');
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            return new Row(TableFile.words(cells.get(0)), TableFile.words(cells.get(1)), settings);
        }

        boolean matches(String host, String model) {
            return hosts.stream().anyMatch(glob -> isLike(glob, host))
                    && models.stream().anyMatch(glob -> isLike(glob, model));
        }

        /** Whether a text is like a pattern in which * stands for any text, without trying one place after another. */
        private static boolean isLike(String glob, String text) {
            List<String> parts = TableFile.split(glob, '*');
            if (parts.size() == 1) {
                return glob.equals(text);
            }
            String last = parts.get(parts.size() - 1);
            if (!text.startsWith(parts.get(0))
                    || !text.endsWith(last)
                    || text.length() < parts.get(0).length() + last.length()) {
                return false;
            }
            int from = parts.get(0).length();
            for (String part : parts.subList(1, parts.size() - 1)) {
                int at = text.indexOf(part, from);
                if (at < 0) {
                    return false;
                }
                from = at + part.length();
            }
            return from <= text.length() - last.length();
        }
    }

    /** What holds for one provider and model. Each setting must be in one of the rows that match. */
    public record Settings(Map<String, String> values) {

        private static final String NONE = "none";

        /** As it is written. */
        public String text(String setting) {
            return Objects.requireNonNull(values.get(setting), setting);
        }

        /** As it is written, or empty for {@code none}. */
        public String orEmpty(String setting) {
            return text(setting).equals(NONE) ? "" : text(setting);
        }

        /** Whether it is {@code yes}. */
        public boolean flag(String setting) {
            return text(setting).equals("yes");
        }

        /** A whole number. */
        public int number(String setting) {
            return Integer.parseInt(text(setting));
        }

        /** The words that it has, separated by commas; none for {@code none}. */
        public List<String> list(String setting) {
            return text(setting).equals(NONE) ? List.of() : TableFile.words(text(setting));
        }
    }

    private final List<Row> rows;

    /** The quirks of the API of this package. */
    public QuirkTable(Class<?> ofPackage) {
        rows = TableFile.rows(ofPackage, "quirks.txt").stream().map(Row::of).toList();
    }

    /** What holds for a model, whose name counts from its last slash on, at a host. */
    public Settings of(String host, String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Map<String, String> values = new HashMap<>();
        for (Row row : rows) {
            if (row.matches(host.toLowerCase(Locale.ROOT), name)) {
                values.putAll(row.settings());
            }
        }
        return new Settings(values);
    }
}
