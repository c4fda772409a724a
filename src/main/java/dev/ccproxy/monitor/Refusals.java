package dev.ccproxy.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Error texts of providers that say what the status does not: that the key is rejected, or that money or quota is used up.
 * The rows of {@code refusals.txt}; the first that fits counts.
 */
public final class Refusals {

    /** A text in lower case, and the texts beside which it means something else. */
    private record Row(Reason reason, String text, List<String> unless) {

        static Row parse(String line) {
            String[] columns = line.split("\\|", -1);
            if (columns.length != 5) {
                throw new IllegalStateException("refusals.txt has a line without five columns: " + line);
            }
            return new Row(
                    Reason.valueOf(columns[0].strip().toUpperCase(Locale.ROOT)),
                    columns[1].strip(),
                    columns[2].isBlank()
                            ? List.of()
                            : List.of(columns[2].strip().split(",")));
        }

        boolean fits(String body) {
            return body.contains(text) && unless.stream().noneMatch(body::contains);
        }
    }

    private static final List<Row> ROWS = load();

    private Refusals() {}

    /**
     * What a refusal says of the key.
     *
     * @param body in lower case
     * @return {@code key_rejected} or {@code quota_exceeded}; null if it says neither
     */
    public static @Nullable Reason reason(String body) {
        Diagnosis found = find(body);
        return found == null ? null : found.reason();
    }

    /** The diagnosis of a refusal by its body, in lower case; null if no row fits. */
    static @Nullable Diagnosis find(String body) {
        if (body.stripLeading().startsWith("<")) {
            // A web page may contain any words.
            return null;
        }
        String compact = body.replace("\": ", "\":");
        for (Row row : ROWS) {
            if (row.fits(compact)) {
                return new Diagnosis(row.reason(), "the response says " + row.text());
            }
        }
        return null;
    }

    private static List<Row> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Refusals.class.getResourceAsStream("refusals.txt")), UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
