package dev.ccproxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.http.JsonbResolver;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTest {

    @Test
    void hasTheKeysOfTheContractInItsOrder() {
        Status status = new Status(
                "CCProxy",
                "0.1.0",
                "running",
                "2h 15m 30s",
                12345,
                "127.0.0.1",
                3456,
                true,
                new Status.Providers(3, List.of("openai", "anthropic")),
                new Build("0.1.0", "1bd564b0c", "2026-11-24T21:44:00Z"));

        assertThat(new JsonbResolver().getContext(Status.class).toJson(status))
                .isEqualTo("{\"service\":\"CCProxy\",\"version\":\"0.1.0\",\"status\":\"running\","
                        + "\"uptime\":\"2h 15m 30s\",\"pid\":12345,\"host\":\"127.0.0.1\",\"port\":3456,"
                        + "\"api_key_configured\":true,"
                        + "\"providers\":{\"count\":3,\"active\":[\"openai\",\"anthropic\"]},"
                        + "\"build\":{\"version\":\"0.1.0\",\"commit\":\"1bd564b0c\","
                        + "\"date\":\"2026-11-24T21:44:00Z\"}}");
    }

    @Test
    void noActiveProviderIsAnEmptyList() {
        assertThat(new JsonbResolver().getContext(Status.Providers.class).toJson(new Status.Providers(0, List.of())))
                .isEqualTo("{\"count\":0,\"active\":[]}");
    }
}
