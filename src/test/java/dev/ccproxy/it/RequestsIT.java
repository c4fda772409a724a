package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who still uses the old key, and who is refused. */
@Tag("slow") // starts a server of its own, and counts
class RequestsIT {

    private static final String STRANGER = "Via: 1.1 proxy";

    /** By {@code printf %s KEY | sha256sum | cut -c1-8}. */
    private static final String OLD = "2b4380b5";

    private static final String NEW = "27ff7ca8";

    @TempDir
    private Path directory;

    @Test
    void areCountedByKeyAndByCause() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "requests-old\nrequests-new alice team=platform\n");
        try (Server server = Server.start(Map.of("CCPROXY_API_KEY_FILE", file.toString()))) {
            Client client = server.client();
            assertThat(metrics(client))
                    .contains("ccproxy_requests_total{client=\"default\",key=\"" + OLD + "\",team=\"\"} 0.0")
                    .doesNotContain("last_used_timestamp_seconds{client=\"default\"");
            Instant before = Instant.now();
            for (String key : new String[] {"x-api-key: requests-old", "Authorization: Bearer requests-old"}) {
                assertThat(client.get("/status", STRANGER, key).status()).isEqualTo(200);
            }
            assertThat(client.get("/status", STRANGER, "x-api-key: wrong-canary")
                            .status())
                    .isEqualTo(401);
            assertThat(client.get("/status", STRANGER).status()).isEqualTo(401);
            assertThat(client.get("/status", STRANGER).status()).isEqualTo(401);
            assertThat(client.send("DELETE", "/status/maintenance").status()).isEqualTo(401);
            assertThat(client.get("/status", "Origin: http://evil.example").status())
                    .isEqualTo(401);
            assertThat(client.raw("GET", "GET /status HTTP/1.1", "Host: evil.example", "Connection: close")
                            .status())
                    .isEqualTo(401);

            String metrics = metrics(client);
            assertThat(metrics)
                    .contains("ccproxy_requests_total{client=\"default\",key=\"" + OLD + "\",team=\"\"} 2.0")
                    .contains("ccproxy_requests_total{client=\"alice\",key=\"" + NEW + "\",team=\"platform\"} 0.0")
                    .contains("ccproxy_requests_total{client=\"local\",key=\"local\",team=\"\"} ")
                    .contains("ccproxy_refused_requests_total{cause=\"wrong_key\"} 1.0")
                    .contains("ccproxy_refused_requests_total{cause=\"forwarded\"} 2.0")
                    .contains("ccproxy_refused_requests_total{cause=\"no_key_to_change\"} 1.0")
                    .contains("ccproxy_refused_requests_total{cause=\"web_page\"} 1.0")
                    .contains("ccproxy_refused_requests_total{cause=\"other_host\"} 1.0")
                    .contains("ccproxy_refused_requests_total{cause=\"no_key\"} 0.0");
            Matcher last = Pattern.compile("last_used_timestamp_seconds\\{client=\"default\",key=\"" + OLD
                            + "\",team=\"\"} ([0-9.E]+)")
                    .matcher(metrics);
            assertThat(last.find()).isTrue();
            assertThat(Double.parseDouble(last.group(1)))
                    .isBetween(before.toEpochMilli() / 1e3, Instant.now().toEpochMilli() / 1e3);

            await().until(() -> server.logs().contains("Refused 127.0.0.1 (wrong_key): the key is not valid"));
            // One line, which a server may write into more than one file.
            assertThat(count(server.logs(), "(forwarded)")).isEqualTo(count(server.logs(), "(wrong_key)"));
            assertThat(server.logs()).doesNotContain("wrong-canary", "requests-old", "requests-new");

            Files.writeString(file, "requests-new alice team=platform\n");
            await().until(() -> !metrics(client).contains(OLD));
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String metrics(Client client) {
        return client.get("/status?format=prometheus").body();
    }
}
