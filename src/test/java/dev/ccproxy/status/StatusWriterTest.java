package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.http.JsonbResolver;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever was written before, a status is written as JSON-B writes it. */
class StatusWriterTest {

    private static final Build BUILD = new Build("0.1.0", "23260d17f", "2026-11-24T23:16:33Z");

    private final StatusWriter writer = new StatusWriter();

    private void assertWritten(Status status) throws IOException {
        var headers = new MultivaluedHashMap<String, Object>();
        var out = new ByteArrayOutputStream();

        writer.writeTo(
                status,
                Status.class,
                Status.class,
                Status.class.getAnnotations(),
                MediaType.APPLICATION_JSON_TYPE,
                headers,
                out);

        assertThat(out.toString(UTF_8)).isEqualTo(JsonbResolver.JSONB.toJson(status));
        assertThat(headers.getFirst(HttpHeaders.CONTENT_LENGTH)).isEqualTo(out.size());
    }

    private static Status status(String uptime, String host, int port, boolean key, int count, String... active) {
        return new Status(
                "CCProxy",
                "0.1.0",
                "running",
                uptime,
                4120,
                host,
                port,
                key,
                new Status.Providers(count, List.of(active)),
                BUILD);
    }

    @Test
    void isWrittenAsJsonBWritesIt() throws IOException {
        for (int round = 0; round < 2; round++) {
            assertWritten(status("0h 0m 2s", "127.0.0.1", 3456, true, 2, "a", "b"));
            assertWritten(status("0h 0m 2s", "127.0.0.1", 3456, true, 2, "a", "b"));
            assertWritten(status("0h 0m 12s", "127.0.0.1", 3456, true, 2, "a", "b"));
            assertWritten(status("100h 59m 59s", "127.0.0.1", 3456, true, 2, "b"));
            assertWritten(status("100h 59m 59s", "127.0.0.1", 3456, true, 2));
            assertWritten(status("100h 59m 59s", "127.0.0.1", 3456, true, 3));
            assertWritten(status("100h 59m 59s", "::1", 3456, true, 3));
            assertWritten(status("100h 59m 59s", "::1", 3457, true, 3));
            assertWritten(status("100h 59m 59s", "ü\"", 3457, false, 3));
        }
    }
}
