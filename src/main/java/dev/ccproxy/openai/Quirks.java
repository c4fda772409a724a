package dev.ccproxy.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** In what a provider and a model differ from others: the rows of {@code quirks.txt} that match both. */
final class Quirks {

    private static final String FILE = "quirks.txt";
    private static final List<Row> ROWS = rows();

    private record Row(List<String> hosts, List<String> models, Map<String, String> settings) {

        boolean matches(String host, String model) {
            return hosts.stream().anyMatch(glob -> isLike(glob, host))
                    && models.stream().anyMatch(glob -> isLike(glob, model));
        }

        /** Whether a text is like a pattern in which * stands for any text, without trying one place after another. */
        private static boolean isLike(String glob, String text) {
            String[] parts = glob.split("\\*", -1);
            if (parts.length == 1) {
                return glob.equals(text);
            }
            String last = parts[parts.length - 1];
            if (!text.startsWith(parts[0])
                    || !text.endsWith(last)
                    || text.length() < parts[0].length() + last.length()) {
                return false;
            }
            int from = parts[0].length();
            for (String part : Arrays.asList(parts).subList(1, parts.length - 1)) {
                int at = text.indexOf(part, from);
                if (at < 0) {
                    return false;
                }
                from = at + part.length();
            }
            return from <= text.length() - last.length();
        }
    }

    private final Map<String, String> settings = new HashMap<>();

    private Quirks() {}

    static Quirks of(String host, String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Quirks quirks = new Quirks();
        for (Row row : ROWS) {
            if (row.matches(host.toLowerCase(Locale.ROOT), name)) {
                quirks.settings.putAll(row.settings());
            }
        }
        return quirks;
    }

    private static List<Row> rows() {
        try (InputStream in = Objects.requireNonNull(Quirks.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Quirks::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\\|", -1);
        Map<String, String> settings = new HashMap<>();
        for (String setting : cells[2].strip().split(" ", -1)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new Row(list(cells[0]), list(cells[1]), settings);
    }

    private static List<String> list(String cell) {
        return Arrays.stream(cell.split(",", -1)).map(String::strip).toList();
    }

    private String text(String setting) {
        return Objects.requireNonNull(settings.get(setting), setting);
    }

    private boolean flag(String setting) {
        return text(setting).equals("yes");
    }

    private int number(String setting) {
        return Integer.parseInt(text(setting));
    }

    /** The name of the field for the limit of the output. */
    String maxTokens() {
        return text("max-tokens");
    }

    int maxOutput() {
        return number("max-output");
    }

    /** Whether a system message may stand anywhere, and not only first. */
    boolean systemAnywhere() {
        return text("system").equals("anywhere");
    }

    /** How many stop sequences the API takes. */
    int stops() {
        return number("stop");
    }

    boolean sampling() {
        return flag("sampling");
    }

    boolean topK() {
        return flag("top-k");
    }

    /** The efforts that can be asked for, the lowest first. */
    List<String> efforts() {
        return text("effort").equals("none") ? List.of() : list(text("effort"));
    }

    /** The field in which earlier reasoning goes back; empty if it does not. */
    String reasoning() {
        return orEmpty("reasoning");
    }

    /** Whether a tool can be forced. */
    boolean forcedTool(boolean thinking) {
        return flag("forced-tool") || (text("forced-tool").equals("thinking") && !thinking);
    }

    int maxTools() {
        return number("max-tools");
    }

    boolean strict() {
        return flag("strict");
    }

    /** Whether the ids of calls have exactly nine letters and digits. */
    boolean nineCharacterIds() {
        return text("tool-ids").equals("nine");
    }

    /** The field for a digest of the user's id; empty if there is none. */
    String user() {
        return orEmpty("user");
    }

    boolean serviceTier() {
        return flag("service-tier");
    }

    boolean cacheKey() {
        return flag("cache-key");
    }

    boolean pdf() {
        return flag("pdf");
    }

    private String orEmpty(String setting) {
        return text(setting).equals("none") ? "" : text(setting);
    }
}
