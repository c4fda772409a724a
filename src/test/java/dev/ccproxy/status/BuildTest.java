package dev.ccproxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTest {

    @Test
    void isWhatTheBuildSaid() {
        assertThat(build(Map.of(
                        "version", "0.1.0",
                        "commit", "1bd564b0c-dirty",
                        "date", "2026-11-24T21:44:00Z",
                        "source-date-epoch", "${env.SOURCE_DATE_EPOCH}")))
                .isEqualTo(new Build("0.1.0", "1bd564b0c-dirty", "2026-11-24T21:44:00Z"));
    }

    @Test
    void whatTheBuildDidNotSayIsUnknown() {
        Build unknown = new Build("unknown", "unknown", "unknown");

        assertThat(build(Map.of(
                        "version", "${project.version}",
                        "commit", "${git.commit.id.describe}",
                        "date", "${build.timestamp}",
                        "source-date-epoch", "${env.SOURCE_DATE_EPOCH}")))
                .isEqualTo(unknown);
        assertThat(build(Map.of("version", "", "commit", ""))).isEqualTo(unknown);
    }

    @Test
    void honoursSourceDateEpoch() {
        assertThat(build(Map.of("date", "2026-11-24T21:44:00Z", "source-date-epoch", "1700000000"))
                        .date())
                .isEqualTo("2023-11-14T22:13:20Z");
        assertThat(build(Map.of("source-date-epoch", "0")).date()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "-1", "1.5", "123456789012", "${env.SOURCE_DATE_EPOCH}"})
    void ignoresAMalformedSourceDateEpoch(String epoch) {
        assertThat(build(Map.of("date", "2026-11-24T21:44:00Z", "source-date-epoch", epoch))
                        .date())
                .isEqualTo("2026-11-24T21:44:00Z");
    }

    @Test
    void thisBuildKnowsItsVersionAndDate() {
        Build build = Build.load();

        assertThat(build.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(build.commit()).matches("[0-9a-f]{9,40}(-dirty)?|unknown");
        assertThat(build.date()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    }

    private static Build build(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return Build.of(properties);
    }
}
