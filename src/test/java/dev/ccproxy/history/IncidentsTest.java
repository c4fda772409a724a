package dev.ccproxy.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ccproxy.history.HistoryReport.Incident;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.SimulatedMonitor;
import dev.ccproxy.monitor.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IncidentsTest {

    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final MemoryStore store = new MemoryStore();

    private static Instant at(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private SimulatedNode node(String name, int start) {
        return new SimulatedNode(store, name, at(start), INTERVAL, "p");
    }

    private List<Incident> incidents(boolean goesOn) {
        Map<Long, Watch> watches =
                store.watches(Instant.EPOCH).stream().collect(Collectors.toMap(Watch::id, Function.identity()));
        Scope all = new Scope(NOON.minus(Duration.ofDays(2)), NOON.plus(Duration.ofDays(2)), null, null);
        return Incidents.of(store.periods(all), watches, watch -> goesOn);
    }

    @Test
    void oneBeginsWithTheFirstFailedCheckAndNotWithItsConfirmation() throws SQLException {
        SimulatedNode node = node("a", 0);
        node.run(at(0), at(10), Reason.OK);
        node.run(at(10), at(20), Reason.CONNECTION_REFUSED);
        node.run(at(20), at(30), Reason.OK);
        node.stop(at(30));

        assertThat(incidents(false)).singleElement().satisfies(incident -> {
            assertThat(incident.beganAt()).isEqualTo(at(10));
            assertThat(incident.endedAt()).isEqualTo(at(20));
            assertThat(incident.durationSeconds()).isEqualTo(10);
            assertThat(incident.unknownSeconds()).isZero();
        });
    }

    @Test
    void onesEndIsNotBeforeItsBeginThoughItsNodeWasLastSeenBefore() {
        Watch watch = new Watch(1, "a", 1, false, NOON, NOON);
        Instant begin = NOON.plusMillis(2);
        Period down = new Period(1, 1, "p", State.DOWN, "connection_refused", null, begin, null, begin);
        assertThat(down.lastedUntil(watch)).isEqualTo(begin);
        assertThat(down.endedAt(at(1)).lastedUntil(watch)).isEqualTo(at(1));
        assertThat(Incidents.of(List.of(down), Map.of(1L, watch), its -> false))
                .singleElement()
                .satisfies(incident -> {
                    assertThat(incident.endedAt()).isEqualTo(begin);
                    assertThat(incident.durationSeconds()).isZero();
                });
    }

    @Test
    void aSingleFailedCheckIsNone() throws SQLException {
        SimulatedNode node = node("a", 0);
        node.run(at(0), at(10), Reason.OK);
        node.run(at(10), at(11), Reason.CONNECTION_REFUSED);
        node.run(at(11), at(30), Reason.OK);
        node.stop(at(30));

        assertThat(incidents(false)).isEmpty();
        Scope all = new Scope(NOON, at(3600), "p", null);
        assertThat(store.times(Step.DAY, new Scope(NOON.minus(Duration.ofHours(12)), at(3600), null, null)))
                .hasEntrySatisfying("p", figures -> {
                    assertThat(figures.down()).isZero();
                    assertThat(figures.up()).isEqualTo(30_000);
                });
        assertThat(store.periods(all)).extracting(Period::reason).containsExactly("not_checked", "ok");
    }

    @Test
    void aCheckThatIsHeardOfInTheSnapshotAloneCounts() {
        SimulatedMonitor monitor = new SimulatedMonitor(INTERVAL, INTERVAL.multipliedBy(4), "p");
        Recorder recorder = new Recorder(1, "a", false, NOON, monitor.snapshot(), Duration.ZERO);
        recorder.check(monitor.check("p", Reason.OK, Duration.ofSeconds(1)));
        recorder.check(monitor.check("p", Reason.DNS_FAILURE, Duration.ofSeconds(2)));
        monitor.check("p", Reason.DNS_FAILURE, Duration.ofSeconds(3));
        recorder.tick(monitor.snapshot(), Duration.ofSeconds(4));

        assertThat(recorder.changes(Duration.ofSeconds(4)))
                .filteredOn(Period.class::isInstance)
                .extracting(row -> ((Period) row).reason(), row -> ((Period) row).beganAt())
                .contains(tuple("dns_failure", at(2)));
    }

    @Test
    void itsReasonsAreInTheirOrder() throws SQLException {
        SimulatedNode node = node("a", 0);
        node.run(at(0), at(10), Reason.OK);
        node.run(at(10), at(15), Reason.CONNECTION_REFUSED);
        node.run(at(15), at(20), Reason.DNS_FAILURE);
        node.run(at(20), at(25), Reason.CONNECTION_REFUSED);
        node.run(at(25), at(30), Reason.OK);
        node.stop(at(30));

        assertThat(incidents(false))
                .singleElement()
                .satisfies(incident -> assertThat(incident.reasons())
                        .extracting(HistoryReport.IncidentReason::reason)
                        .containsExactly("connection_refused", "dns_failure", "connection_refused"));
    }

    @Test
    void aClockThatIsSetChangesNoDurationAndNoOrder() throws SQLException {
        for (int hours : List.of(-3, 3)) {
            MemoryStore own = new MemoryStore();
            SimulatedNode node = new SimulatedNode(own, "a", at(0), INTERVAL, "p");
            node.run(at(0), at(10), Reason.OK);
            node.run(at(10), at(20), Reason.CONNECTION_REFUSED);
            node.setClock(Duration.ofHours(hours), at(20));
            node.run(at(20), at(30), Reason.CONNECTION_REFUSED);
            node.run(at(30), at(40), Reason.OK);
            node.stop(at(40));

            Map<Long, Watch> watches =
                    own.watches(Instant.EPOCH).stream().collect(Collectors.toMap(Watch::id, Function.identity()));
            Scope all = new Scope(NOON.minus(Duration.ofDays(2)), NOON.plus(Duration.ofDays(2)), null, null);
            assertThat(Incidents.of(own.periods(all), watches, watch -> false))
                    .singleElement()
                    .satisfies(incident -> {
                        assertThat(incident.beganAt()).isEqualTo(at(10));
                        assertThat(incident.endedAt()).isEqualTo(at(30).plus(Duration.ofHours(hours)));
                        assertThat(incident.durationSeconds()).isEqualTo(20);
                    });
            assertThat(own.times(Step.MINUTE, all)).hasEntrySatisfying("p", figures -> {
                assertThat(figures.down()).isEqualTo(20_000);
                assertThat(figures.known()).isEqualTo(40_000);
            });
        }
    }

    @Test
    void whatIsNotKnownIsMarkedAndAfterAnHourItsEndIsUnknown() throws SQLException {
        SimulatedNode first = node("a", 0);
        first.run(at(0), at(10), Reason.CONNECTION_REFUSED);
        first.stop(at(10));
        SimulatedNode second = node("a", 70);
        second.run(at(70), at(80), Reason.CONNECTION_REFUSED);
        second.stop(at(80));
        SimulatedNode third = node("a", 80 + 3601);
        third.run(at(80 + 3601), at(80 + 3611), Reason.CONNECTION_REFUSED);
        third.stop(at(80 + 3611));

        List<Incident> incidents = incidents(false);
        assertThat(incidents).hasSize(2);
        assertThat(incidents.get(1).endKnown()).isFalse();
        assertThat(incidents.get(1).endedAt()).isEqualTo(at(80));
        assertThat(incidents.get(1).durationSeconds()).isEqualTo(80);
        assertThat(incidents.get(1).unknownSeconds()).isEqualTo(60);
        assertThat(incidents.get(0).beganAt()).isEqualTo(at(80 + 3601));
        assertThat(incidents(true).get(0).ongoing()).isTrue();
        assertThat(incidents(true).get(0).endedAt()).isNull();
    }

    @Test
    void eachNodeHasItsOwn() throws SQLException {
        for (String name : List.of("a", "b")) {
            SimulatedNode node = node(name, 0);
            node.run(at(0), at(10), Reason.OK);
            node.run(at(10), at(20), Reason.CONNECTION_REFUSED);
            node.run(at(20), at(30), Reason.OK);
            node.stop(at(30));
        }

        assertThat(incidents(false)).extracting(Incident::node).containsExactlyInAnyOrder("a", "b");
    }
}
