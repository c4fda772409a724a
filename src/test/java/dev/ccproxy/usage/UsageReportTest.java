package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Role;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports as JSON and as CSV. */
class UsageReportTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");

    private static UsageReport report(String by, UsageRow... rows) {
        UsageQuery query = UsageQuery.of(
                "month=2026-11&by=" + by, Records.client("boss", null, Role.OPERATOR), TODAY, TODAY.minusDays(9));
        return new UsageReport(query, List.of(rows), "UTC", "database", null, LedgerFigures.NONE);
    }

    private static UsageRow row(String cost, String... names) {
        LedgerEntry entry = new LedgerEntry(
                Records.served(Records.NOON, "alice", "web", 10, 2),
                TODAY,
                "model",
                new BigDecimal(cost),
                null,
                List.of());
        return new UsageRow(List.of(names), UsageFigures.of(List.of(entry)));
    }

    @Test
    void jsonHasEveryDigitOfTheMoneyAndNullForWhatIsNotKnown() {
        String json = report(
                        "team,model",
                        row("0.1000000000000001", "", "a\"\\\n\u2028😀"),
                        row("99999999999.9", "web", "b"))
                .json();
        JsonObject read = Json.createReader(new StringReader(json)).readObject();
        JsonObject first = read.getJsonArray("rows").getJsonObject(0);
        assertThat(first.isNull("team")).isTrue();
        assertThat(first.getString("model")).isEqualTo("a\"\\\n\u2028😀");
        assertThat(first.getJsonNumber("cost_usd")).hasToString("0.1000000000000001");
        assertThat(first.keySet())
                .startsWith("team", "model", "attempts", "failed_attempts", "input_tokens")
                .endsWith("duration_ms", "cost_usd", "estimated_cost_usd");
        assertThat(read.getJsonObject("total").getJsonNumber("cost_usd")).hasToString("100000000000.0000000000000001");
        assertThat(read.getJsonObject("total").getInt("input_tokens")).isEqualTo(20);
        assertThat(read.keySet())
                .containsExactly(
                        "from",
                        "to",
                        "time_zone",
                        "storage",
                        "since",
                        "waiting_attempts",
                        "lost_attempts",
                        "rows",
                        "total");
    }

    @Test
    void csvHasNothingThatASpreadsheetWouldRun() {
        String csv = report(
                        "model",
                        row("1", "=cmd|' /C calc'!A0"),
                        row("1", "+1"),
                        row("1", "-1"),
                        row("1", "@SUM(A1)"),
                        row("1", "\t=1"),
                        row("1", "a,\"b\"\nc"),
                        row("0", ""))
                .csv();
        assertThat(csv.split("\r\n"))
                .satisfies(lines -> {
                    assertThat(lines[0])
                            .startsWith("model,attempts,failed_attempts,")
                            .endsWith(",cost_usd,estimated_cost_usd");
                    assertThat(lines[1]).startsWith("'=cmd|' /C calc'!A0,1,0,10,2,");
                    assertThat(lines[2]).startsWith("'+1,");
                    assertThat(lines[3]).startsWith("'-1,");
                    assertThat(lines[4]).startsWith("'@SUM(A1),");
                    assertThat(lines[5]).startsWith("\"'\t=1\",");
                    assertThat(lines[6]).startsWith("\"a,\"\"b\"\"\nc\",");
                    assertThat(lines[7]).startsWith(",1,").endsWith(",0,0");
                })
                .hasSize(8);
    }
}
