package dev.ccproxy.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /usage}.
 *
 * @param since when the program started, if it keeps the usage only since then; else null
 * @param figures what is in no sum yet, or never
 */
record UsageReport(
        UsageQuery query,
        List<UsageRow> rows,
        String timeZone,
        String storage,
        @Nullable Instant since,
        LedgerFigures figures) {

    /** What a spreadsheet takes for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    /** As JSON; money is a number with all of its digits. */
    String json() {
        StringBuilder json = new StringBuilder(1024);
        json.append("{\"from\":").append(quoted(query.from().toString()));
        json.append(",\"to\":").append(quoted(query.to().toString()));
        json.append(",\"time_zone\":").append(quoted(timeZone));
        json.append(",\"storage\":").append(quoted(storage));
        json.append(",\"since\":")
                .append(
                        since == null
                                ? "null"
                                : quoted(since.truncatedTo(ChronoUnit.MILLIS).toString()));
        json.append(",\"waiting_attempts\":").append(figures.waiting());
        json.append(",\"lost_attempts\":").append(figures.lost());
        json.append(",\"rows\":[");
        for (int i = 0; i < rows.size(); i++) {
            UsageRow row = rows.get(i);
            json.append(i == 0 ? "{" : ",{");
            for (int j = 0; j < query.by().size(); j++) {
                String name = row.names().get(j);
                json.append('"')
                        .append(query.by().get(j))
                        .append("\":")
                        .append(name.isEmpty() ? "null" : quoted(name))
                        .append(',');
            }
            figures(row.figures(), json);
            json.append('}');
        }
        json.append("],\"total\":{");
        figures(total(), json);
        return json.append("}}").toString();
    }

    private UsageFigures total() {
        return rows.stream().map(UsageRow::figures).reduce(UsageFigures.NONE, UsageFigures::plus);
    }

    private static void figures(UsageFigures figures, StringBuilder json) {
        for (Measure measure : Measure.ALL) {
            json.append('"')
                    .append(measure)
                    .append("\":")
                    .append(figures.count(measure))
                    .append(',');
        }
        json.append("\"cost_usd\":").append(plain(figures.cost()));
        json.append(",\"estimated_cost_usd\":").append(plain(figures.estimatedCost()));
    }

    private static String plain(BigDecimal money) {
        return money.signum() == 0 ? "0" : money.stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** As CSV (RFC 4180), with a line of names. A text that a spreadsheet would take for a formula begins with an apostrophe. */
    String csv() {
        StringBuilder csv = new StringBuilder(1024);
        List<String> names = new ArrayList<>();
        query.by().forEach(dimension -> names.add(dimension.toString()));
        names.addAll(Measure.NAMES);
        names.addAll(List.of("cost_usd", "estimated_cost_usd"));
        csv.append(String.join(",", names)).append("\r\n");
        for (UsageRow row : rows) {
            row.names().forEach(name -> csv.append(cell(name)).append(','));
            row.figures().counts().forEach(count -> csv.append(count).append(','));
            csv.append(plain(row.figures().cost()))
                    .append(',')
                    .append(plain(row.figures().estimatedCost()))
                    .append("\r\n");
        }
        return csv.toString();
    }

    private static String cell(String text) {
        String safe = text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ' || c == ';');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
