package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

    private static final Build BUILD = new Build("0.1.0", "1bd564b0c", "2026-11-24T21:44:00Z");

    private static String written(Status status) {
        return new String(StatusJson.of(status), UTF_8);
    }

    private static Status status(String host, boolean key, Status.Providers providers) {
        return new Status("CCProxy", "0.1.0", "running", "2h 15m 30s", 12345, host, 3456, key, providers, BUILD);
    }

    @Test
    void hasTheKeysOfTheContractInItsOrder() {
        assertThat(written(status("127.0.0.1", true, new Status.Providers(3, List.of("openai", "anthropic")))))
                .isEqualTo("{\"service\":\"CCProxy\",\"version\":\"0.1.0\",\"status\":\"running\","
                        + "\"uptime\":\"2h 15m 30s\",\"pid\":12345,\"host\":\"127.0.0.1\",\"port\":3456,"
                        + "\"api_key_configured\":true,"
                        + "\"providers\":{\"count\":3,\"active\":[\"openai\",\"anthropic\"]},"
                        + "\"build\":{\"version\":\"0.1.0\",\"commit\":\"1bd564b0c\","
                        + "\"date\":\"2026-11-24T21:44:00Z\"}}");
    }

    @Test
    void noActiveProviderIsAnEmptyListAndAHostIsEscaped() {
        assertThat(written(status("ü\"\\\n", false, new Status.Providers(0, List.of()))))
                .contains("\"host\":\"ü\\\"\\\\\\n\",\"port\":3456,\"api_key_configured\":false,"
                        + "\"providers\":{\"count\":0,\"active\":[]},");
    }

    @Test
    void hasThePresentValueOfEachField() {
        Status first = status("127.0.0.1", true, new Status.Providers(3, List.of("a")));
        String text = written(first);
        for (int field = 0; field < 11; field++) {
            Status other = new Status(
                    field == 0 ? "other" : first.service(),
                    field == 1 ? "other" : first.version(),
                    field == 2 ? "other" : first.status(),
                    field == 3 ? "other" : first.uptime(),
                    field == 4 ? 99 : first.pid(),
                    field == 5 ? "other" : first.host(),
                    field == 6 ? 99 : first.port(),
                    field != 7,
                    new Status.Providers(field == 8 ? 99 : 3, List.of(field == 9 ? "other" : "a")),
                    field == 10 ? new Build("other", "c", "d") : BUILD);

            assertThat(written(other))
                    .contains(field == 7 ? ":false," : field == 4 || field == 6 || field == 8 ? ":99," : "\"other\"");
            assertThat(written(first)).isEqualTo(text);
        }
    }
}
