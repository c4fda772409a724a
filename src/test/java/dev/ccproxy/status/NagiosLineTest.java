package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.provider.Provider;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NagiosLineTest {

    private static final Provider A = StatusReports.provider("a");
    private static final Provider B = StatusReports.provider("b");

    private static String line(StatusReport report) {
        return new String(NagiosLine.of(report), UTF_8);
    }

    @Test
    void isOkIfAllProvidersAreUp() {
        assertThat(line(StatusReports.of(
                        List.of(A, B), StatusReports.found(A, Reason.OK), StatusReports.foundOverTls(B, Reason.OK))))
                .isEqualTo(
                        "CCPROXY OK - 2 of 2 providers active |'uptime'=100s;;;0 'providers'=2;;;0 'active'=2;;;0;2 'maintenance'=0"
                                + " 'a'=0.081873s;;;0 'b'=0.081873s;;;0 'b_certificate'=863899s\n");
    }

    @Test
    void hasEachLabelOnceWhateverTheProvidersNames() {
        List<Provider> providers = Stream.of("uptime", "providers", "active", "maintenance", "a", "active-2")
                .map(StatusReports::provider)
                .toList();
        String line = line(StatusReports.of(
                providers,
                providers.stream()
                        .map(provider -> StatusReports.foundOverTls(provider, Reason.OK))
                        .toArray(CheckResult[]::new)));

        assertThat(Pattern.compile("'([^']*)'=").matcher(line).results().map(label -> label.group(1)))
                .doesNotHaveDuplicates()
                .startsWith("uptime", "providers", "active", "maintenance")
                .contains(
                        "provider_uptime",
                        "provider_uptime_certificate",
                        "provider_maintenance",
                        "a",
                        "a_certificate",
                        "active-2")
                .hasSize(16);
    }

    @Test
    void warnsOfProvidersThatAreNotUp() {
        assertThat(line(StatusReports.of(
                        List.of(A, B),
                        StatusReports.found(A, Reason.SLOW),
                        StatusReports.found(B, Reason.DNS_FAILURE))))
                .startsWith("CCPROXY WARNING - 1 of 2 providers active: a degraded (slow), b down (dns_failure) |");
    }

    @Test
    void isCriticalIfNoProviderIsActive() {
        assertThat(line(StatusReports.of(List.of(A), StatusReports.found(A, Reason.KEY_REJECTED))))
                .startsWith("CCPROXY CRITICAL - 0 of 1 providers active: a down (key_rejected) |'uptime'=");
        assertThat(line(StatusReports.of(List.of())))
                .isEqualTo("CCPROXY CRITICAL - no provider is configured |"
                        + "'uptime'=100s;;;0 'providers'=0;;;0 'active'=0;;;0;0 'maintenance'=0\n");
    }

    @Test
    void isUnknownBeforeTheFirstCheck() {
        assertThat(line(StatusReports.of(List.of(A, StatusReports.provider("never", CheckMode.OFF)))))
                .isEqualTo("CCPROXY UNKNOWN - 0 of 2 providers active: a unknown (not_checked) |"
                        + "'uptime'=100s;;;0 'providers'=2;;;0 'active'=0;;;0;2 'maintenance'=0\n");
    }

    @Test
    void namesTenProblems() {
        List<Provider> many = IntStream.range(0, 12)
                .mapToObj(number -> StatusReports.provider("p" + number))
                .toList();

        assertThat(line(StatusReports.of(many)))
                .contains("p9 unknown (not_checked) and 2 more |")
                .doesNotContain("p10");
    }

    @Test
    void warnsOfAMaintenanceInAnyStateOfTheProviders() {
        Maintenance maintenance = new Maintenance(
                Instant.parse("2026-11-27T01:00:00Z"), Instant.parse("2026-11-27T02:00:00Z"), "new | disk");

        assertThat(line(StatusReports.in(maintenance, List.of(A), StatusReports.found(A, Reason.DNS_FAILURE))))
                .startsWith("CCPROXY WARNING - in maintenance until 2026-11-27T02:00:00Z (new / disk):"
                        + " 0 of 1 providers active: a down (dns_failure) |")
                .contains(" 'maintenance'=1 ");
        assertThat(line(StatusReports.in(
                        new Maintenance(Instant.EPOCH, null, null), List.of(A), StatusReports.found(A, Reason.OK))))
                .startsWith("CCPROXY WARNING - in maintenance: 1 of 1 providers active |");
    }

    @Test
    void fitsIntoAKibibyte() {
        Provider longest = StatusReports.provider("a".repeat(63));
        byte[] line = NagiosLine.of(
                StatusReports.of(List.of(longest), StatusReports.foundOverTls(longest, Reason.TLS_HOSTNAME_MISMATCH)));

        assertThat(line).hasSizeLessThan(1024);
    }
}
