package dev.ccproxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Documents;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.State;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every value that the status surface can show or take is in the documents, and none besides. */
class StatusDocumentsTest {

    private static final String MONITORING = "monitoring/README.md";
    private static final String GOLDEN = "src/test/resources/dev/ccproxy/status/metrics.prom";

    @Test
    void reasons() {
        List<String> reasons = names(Reason.values());
        assertThat(Documents.openApiEnum("components", "schemas", "Provider", "properties", "reason"))
                .as("%s, reason of Provider, must list every Reason", Documents.OPENAPI)
                .containsExactlyInAnyOrderElementsOf(reasons);
        assertThat(Documents.inTables(Documents.section("## Providers"), 2))
                .as("%s, table in \"Providers\", must say what to do for every Reason", Documents.README)
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    @Test
    void states() {
        List<String> states = names(State.values());
        assertThat(Documents.openApiEnum("components", "schemas", "Provider", "properties", "state"))
                .as("%s, state of Provider, must list every State", Documents.OPENAPI)
                .containsExactlyInAnyOrderElementsOf(states);
        assertThat(Documents.inTables(Documents.section("## Providers"), 1))
                .as("%s, table in \"Providers\", must have every State", Documents.README)
                .containsExactlyInAnyOrderElementsOf(states);
        for (String state : states) {
            assertThat(Documents.read(MONITORING))
                    .as("%s, label of ccproxy_provider_state, must have every State", MONITORING)
                    .contains("`" + state + "`");
        }
    }

    @Test
    void formats() {
        List<String> formats = names(StatusFormat.values());
        assertThat(Documents.openApiEnum("paths", "/status", "get", "parameters", "0", "schema"))
                .as("%s, parameter format of /status, must list every StatusFormat", Documents.OPENAPI)
                .containsExactlyInAnyOrderElementsOf(formats);
        assertThat(Documents.inTables(Documents.section("## For monitoring"), 1))
                .as("%s, table in \"For monitoring\", must have every StatusFormat", Documents.README)
                .containsExactlyInAnyOrderElementsOf(formats);
    }

    @Test
    void conditionsOfFail() {
        List<String> conditions = names(FailOn.values());
        assertThat(Documents.openApiEnum("paths", "/status", "get", "parameters", "1", "schema"))
                .as("%s, parameter fail of /status, must list every FailOn", Documents.OPENAPI)
                .containsExactlyInAnyOrderElementsOf(conditions);
        for (String condition : conditions) {
            assertThat(Documents.section("## For monitoring"))
                    .as("%s, \"For monitoring\", must explain every FailOn", Documents.README)
                    .contains("`?fail=" + condition + "`");
        }
    }

    @Test
    void formatsOfProviders() {
        List<String> formats = names(ProviderSettings.Format.values());
        assertThat(Documents.openApiEnum("components", "schemas", "Provider", "properties", "format"))
                .as("%s, format of Provider, must list every ProviderSettings.Format", Documents.OPENAPI)
                .containsExactlyInAnyOrderElementsOf(formats);
    }

    @Test
    void metrics() {
        Pattern.compile("(?m)^# TYPE (\\S+)")
                .matcher(Documents.read(GOLDEN))
                .results()
                .map(metric -> metric.group(1))
                .forEach(metric -> assertThat(Documents.read(MONITORING))
                        .as("%s, table in \"The metrics\", must have a row for each metric of %s", MONITORING, GOLDEN)
                        .contains("\n| `" + metric + "` |"));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
