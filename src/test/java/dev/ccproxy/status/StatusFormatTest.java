package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.http.Accept;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.provider.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFormatTest {

    private static StatusFormat preferredBy(String accept) {
        return StatusFormat.preferredBy(Accept.parse(List.of(accept)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | JSON",
                "application/json | JSON",
                "APPLICATION/JSON;charset=utf-8 | JSON",
                "application/* | JSON",
                "text/html, application/xhtml+xml, */*;q=0.8 | JSON",
                "application/json, text/plain, */* | JSON",
                "text/plain | PROMETHEUS",
                "text/* | PROMETHEUS",
                "text/plain;version=0.0.4 | PROMETHEUS",
                "text/plain;version=0.0.4;charset=utf-8 | PROMETHEUS",
                "text/plain, application/json;q=0.9 | PROMETHEUS",
                "text/plain;q=0.1, application/json;q=0.2 | JSON",
                "application/json;q=0, */* | OPENMETRICS",
                "application/*;q=0, */* | PROMETHEUS",
                "application/openmetrics-text | OPENMETRICS",
                "application/openmetrics-text;version=0.0.1, text/plain;version=0.0.4;q=0.5 | PROMETHEUS",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                        + "application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
                        + " | OPENMETRICS",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;q=0.6,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | PROMETHEUS"
            })
    void isTheOneThatTheClientPrefers(String accept, StatusFormat wanted) {
        assertThat(preferredBy(accept)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/*",
                "*/*;q=0",
                "application/json;q=0",
                "application/openmetrics-text;version=2.0.0",
                "text/plain;version=1.0.0"
            })
    void isRefusedIfTheClientAcceptsNone(String accept) {
        assertThatThrownBy(() -> preferredBy(accept))
                .isInstanceOf(ErrorException.class)
                .hasMessage("Accept must allow one of application/json, "
                        + "application/openmetrics-text;version=1.0.0, text/plain;version=0.0.4");
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(StatusFormat format) {
        assertThat(StatusFormat.named(format.toString())).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JSON", "xml", "json "})
    void anotherNameIsTheClientsFault(String name) {
        assertThatThrownBy(() -> StatusFormat.named(name))
                .hasMessage("format must be one of json, openmetrics, prometheus, nagios");
    }

    /** Whatever the configuration holds: only the build's values are not of a form that the settings hold to. */
    @Test
    void labelsAreEscaped() {
        Provider a = StatusReports.provider("a");
        StatusReport report =
                StatusReports.of(new Build("0\"\\\n", "c", "d"), List.of(a), StatusReports.foundOverTls(a, Reason.OK));

        assertThat(new String(StatusFormat.PROMETHEUS.write(report), UTF_8)).contains("version=\"0\\\"\\\\\\n\"");
        assertThat(new String(StatusFormat.OPENMETRICS.write(report), UTF_8)).contains("version=\"0\\\"\\\\\\n\"");
    }

    @ParameterizedTest
    @CsvSource({"PROMETHEUS, metrics.prom", "OPENMETRICS, metrics.openmetrics"})
    void metricsAreThoseOfTheMoment(StatusFormat format, String file) throws IOException {
        Provider a = StatusReports.provider("a");
        Provider b = StatusReports.provider("b");
        StatusReport report = StatusReports.of(
                List.of(a, b), StatusReports.foundOverTls(a, Reason.OK), StatusReports.found(b, Reason.SLOW));

        String golden = "src/test/resources/dev/ccproxy/status/" + file;
        Path written = Path.of("target").resolve(file);
        Files.write(written, format.write(report));
        assertThat(Files.readString(written))
                .as("If this change of the metrics is meant: cp %s %s", written, golden)
                .isEqualTo(Files.readString(Path.of(golden)));
    }
}
