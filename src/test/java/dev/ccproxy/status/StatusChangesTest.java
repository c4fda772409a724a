package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Snapshots;
import dev.ccproxy.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusChangesTest {

    private static final Instant ORIGIN = Instant.parse("2026-11-27T01:00:00Z");
    private static final Provider ONE = StatusReports.provider("one");
    private static final Provider TWO = StatusReports.provider("two");

    private final StatusChanges changes = new StatusChanges();

    private void look(Reason one, Reason two) {
        look(null, one, two);
    }

    private void look(@Nullable Maintenance maintenance, Reason one, Reason two) {
        look(maintenance, one, two, ProviderTraffic.NONE);
    }

    private void look(@Nullable Maintenance maintenance, Reason one, Reason two, ProviderTraffic ofOne) {
        CheckResult[] results = {StatusReports.found(ONE, one), StatusReports.found(TWO, two)};
        changes.look(new ProvidersStatus(
                0.5,
                false,
                null,
                maintenance,
                new ProvidersStatus.Configuration(ORIGIN, List.of(), List.of(), List.of()),
                Snapshots.of(Duration.ofSeconds(55), List.of(ONE, TWO), results).providers().stream()
                        .map(health -> ProviderStatus.of(
                                health,
                                StatusReports.NOW,
                                ORIGIN,
                                health.provider() == ONE ? ofOne : ProviderTraffic.NONE))
                        .toList()));
    }

    private static String event(StatusChanges.News news) {
        return new String(news.event(), UTF_8);
    }

    private static String idOf(StatusChanges.News news) {
        return event(news).lines().findFirst().orElseThrow().substring("id: ".length());
    }

    @Test
    void tellsOneThatKnowsNothingEverything() {
        look(Reason.OK, Reason.OK);
        assertThat(event(changes.after(-1)))
                .contains("\nevent: snapshot\n", "\"name\":\"one\"", "\"name\":\"two\"")
                .endsWith("\n\n");
    }

    @Test
    void tellsOneThatKnowsEverythingNothing() {
        look(Reason.OK, Reason.OK);
        long last = changes.after(-1).last();
        look(Reason.OK, Reason.OK);
        assertThat(changes.after(last).event()).isEmpty();
    }

    private void resting(String failure, double seconds) {
        ProviderTraffic.Rest rest = new ProviderTraffic.Rest("m", null, "messages", failure, 1, seconds);
        look(null, Reason.OK, Reason.OK, new ProviderTraffic(1, Map.of(failure, 1L), 0, List.of(rest)));
    }

    @Test
    void tellsOfARestThatBeginsAndEndsAndNotOfEachSecondOfIt() {
        look(Reason.OK, Reason.OK);
        long well = changes.after(-1).last();
        resting("overloaded", 2);
        assertThat(event(changes.after(well))).contains("\"overloaded\"").doesNotContain("\"name\":\"two\"");
        long resting = changes.after(well).last();
        resting("overloaded", 1);
        assertThat(changes.after(resting).event()).isEmpty();
        look(Reason.OK, Reason.OK);
        assertThat(event(changes.after(resting))).contains("\"rests\":[]");
    }

    @Test
    void tellsOneThatWasSlowOfAllThatHasChangedAtOnceAsItIsNow() {
        look(Reason.OK, Reason.OK);
        long slow = changes.after(-1).last();
        look(Reason.CONNECTION_REFUSED, Reason.OK);
        long quick = changes.after(slow).last();
        look(Reason.CONNECTION_REFUSED, Reason.SLOW);
        assertThat(event(changes.after(quick)))
                .contains("\nevent: update\n", "\"name\":\"two\"", "\"slow\"")
                .doesNotContain("\"name\":\"one\"");
        assertThat(event(changes.after(slow)))
                .contains("\"name\":\"one\"", "\"connection_refused\"", "\"name\":\"two\"");
    }

    @Test
    void tellsOfAMaintenanceWithoutAProvider() {
        look(Reason.OK, Reason.OK);
        long last = changes.after(-1).last();
        look(new Maintenance(ORIGIN, null, "new disk"), Reason.OK, Reason.OK);
        assertThat(event(changes.after(last))).contains("\"new disk\"", "\"providers\":[]");
    }

    @Test
    void knowsTheIdsOfItsOwnEventsOnly() {
        look(Reason.OK, Reason.OK);
        StatusChanges.News news = changes.after(-1);
        String id = idOf(news);
        assertThat(changes.number(id)).isEqualTo(news.last());
        assertThat(new StatusChanges().number(id)).as("of another run").isEqualTo(-1);
        for (String other : List.of("", "x", id + "x", id.substring(0, id.indexOf('-') + 1))) {
            assertThat(changes.number(other)).as(other).isEqualTo(-1);
        }
        assertThat(changes.number(null)).isEqualTo(-1);
    }

    @Test
    void tellsOneThatKnowsTheFutureEverything() {
        look(Reason.OK, Reason.OK);
        assertThat(event(changes.after(changes.after(-1).last() + 5))).contains("\nevent: snapshot\n");
    }
}
