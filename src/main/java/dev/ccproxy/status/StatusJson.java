package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of a {@link Status}. As a rule only the uptime has changed since the last time, so the rest is kept:
 * a client that asks every ten seconds runs code that the JVM has not compiled, and writing all of it, by JSON-B or
 * not, would be most of the cost.
 */
final class StatusJson {

    private static final String NO_UPTIME = "\"uptime\":\"\"";

    private static volatile @Nullable Written last;

    private record Written(Status withoutUptime, String json) {}

    private StatusJson() {}

    /** UTF-8. */
    static byte[] of(Status status) {
        Status withoutUptime = status.withUptime("");
        Written written = last;
        if (written == null || !written.withoutUptime.equals(withoutUptime)) {
            written = new Written(withoutUptime, write(withoutUptime));
            last = written;
        }
        // It is there once: in a value, the quotation marks would be escaped.
        return written.json
                .replace(NO_UPTIME, "\"uptime\":\"" + status.uptime() + "\"")
                .getBytes(UTF_8);
    }

    private static String write(Status status) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.createGenerator(text)) {
            json.writeStartObject()
                    .write("service", status.service())
                    .write("version", status.version())
                    .write("status", status.status())
                    .write("uptime", status.uptime())
                    .write("pid", status.pid())
                    .write("host", status.host())
                    .write("port", status.port())
                    .write("api_key_configured", status.apiKeyConfigured())
                    .writeStartObject("providers")
                    .write("count", status.providers().count())
                    .writeStartArray("active");
            for (String name : status.providers().active()) {
                json.write(name);
            }
            json.writeEnd()
                    .writeEnd()
                    .writeStartObject("build")
                    .write("version", status.build().version())
                    .write("commit", status.build().commit())
                    .write("date", status.build().date())
                    .writeEnd()
                    .writeEnd();
        }
        return text.toString();
    }
}
